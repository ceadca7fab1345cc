package io.tokenward.proxy.limit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The scripts that a Redis server runs, each from first to last line without anything in between. */
enum RedisScript {
    ENTER, RESERVE, END, GRANT, LOOK;

    private final String text;
    private final String digest;

    RedisScript() {
        text = read("prelude") + read(name().toLowerCase(java.util.Locale.ROOT));
        digest = sha1(text);
    }

    String text() {
        return text;
    }

    /** By which a server that has seen the text knows it. */
    String digest() {
        return digest;
    }

    private static String read(String name) {
        try (InputStream file = RedisScript.class.getResourceAsStream(name + ".lua")) {
            if (file == null) throw new IllegalStateException("the script " + name + ".lua is missing");
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The digest that Redis names scripts by; it protects nothing. */
    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
