package io.tokenward.proxy.listener;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Which versions of TLS and which ciphers a listener takes. */
public enum TlsPolicy {
    /** TLS 1.3, and 1.2 with forward secrecy and AEAD ciphers alone (RFC 9325 §4.2): what every client since 2015 can do. */
    SANE("sane", List.of("TLSv1.3", "TLSv1.2"), Http2SecurityUtil.CIPHERS),
    /** TLS 1.3 alone. */
    STRICT("strict", List.of("TLSv1.3"),
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"));

    /** For the exchange of keys, the best first: the hybrid of RFC 9794's kind keeps what is recorded today secret from quantum computers. */
    static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384"};

    private final String word;
    private final List<String> protocols;
    private final List<String> ciphers;

    TlsPolicy(String word, List<String> protocols, List<String> ciphers) {
        this.word = word;
        this.protocols = protocols;
        this.ciphers = ciphers;
    }

    /** As it is written in the configuration. */
    public String word() {
        return word;
    }

    /** The policy of that word. */
    public static Optional<TlsPolicy> of(String word) {
        return Arrays.stream(values()).filter(policy -> policy.word.equals(word)).findFirst();
    }

    /** All words, in order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(TlsPolicy::word).toList();
    }

    List<String> protocols() {
        return protocols;
    }

    List<String> ciphers() {
        return ciphers;
    }
}
