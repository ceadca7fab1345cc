package io.tokenward.proxy.admission;

/**
 * What a request says before its body.
 *
 * @param method as sent
 * @param path raw path, without the query
 * @param query raw query with its question mark, or empty
 * @param credential the caller's key as sent, or empty
 */
public record RequestHead(String method, String path, String query, String credential) {
    /** Never the credential, never the query (some clients put keys there). */
    @Override
    public String toString() {
        return "RequestHead[" + method + " " + path + "]";
    }
}
