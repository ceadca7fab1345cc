package io.tokenward.proxy.cli;

import io.tokenward.proxy.demo.Demo;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the proxy before a scripted model endpoint, with a tour through its front door. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = {
        "Starts the proxy with TLS on 127.0.0.1:8443 before an embedded scripted model endpoint, plays a short tour, keeps serving."}, footer = {
                "", "Example: tokenward demo --once"})
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--once", description = "End after the tour; exit status 0 only if everything was as it should be.")
    private boolean once;

    @Option(names = "--port", defaultValue = "8443", description = "Port to listen on; 0 takes a free one. Default: ${DEFAULT-VALUE}")
    private int port;

    @Override
    public Integer call() throws Exception {
        return new Demo(System.out, port, once).run() ? 0 : 1;
    }
}
