package io.tokenward.proxy.admission;

import io.tokenward.proxy.keys.Caller;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a request says before its body.
 *
 * @param method as sent
 * @param path raw path, without the query
 * @param query raw query with its question mark, or empty
 * @param credential the caller's key as sent, or empty
 * @param certified who the client's certificate says it is, where the listener knows it
 * @param address of the client's end of the connection; empty where it is not known
 * @param fields the value of the header of a name; empty where there is none
 */
public record RequestHead(String method, String path, String query, String credential, Optional<Caller> certified,
        String address, UnaryOperator<String> fields) {
    /** The head of a request from a client without certificate. */
    public RequestHead(String method, String path, String query, String credential) {
        this(method, path, query, credential, Optional.empty(), "", name -> "");
    }

    /** Never the credential, never the query (some clients put keys there). */
    @Override
    public String toString() {
        return "RequestHead[" + method + " " + path + "]";
    }
}
