package io.tokenward.proxy.demo;

/** The example keys, one per plan. */
record DemoKeys(String developer, String strict, String burst, String small) {
    @Override
    public String toString() {
        return "DemoKeys[hidden]";
    }
}
