package io.tokenward.proxy.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.tokenward.rules.yaml.Place;

/**
 * Where a secret stands: {@code file:path} or {@code env:NAME}. Holds no secret itself, so that it can be printed, logged and
 * compared. Immutable; each resolving reads anew, which lets a replaced file take effect.
 */
public final class SecretReference {
    /** Largest secret in bytes. */
    public static final int MAX_BYTES = 64 << 10;

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

    private final Place place;
    private final String key;
    private final String written;
    private final Source source;

    private SecretReference(Place place, String key, String written, Source source) {
        this.place = place;
        this.key = key;
        this.written = written;
        this.source = source;
    }

    private sealed interface Source {
        record Variable(String name) implements Source {}

        record File(Path path) implements Source {}
    }

    static Optional<SecretReference> of(String text, Place place, String key, Reading reading) {
        return source(text, reading).map(source -> new SecretReference(place, key, text, source));
    }

    /** The secret without a line end at its end. Throws where it is missing, empty or larger than {@link #MAX_BYTES}. */
    public byte[] resolve() throws ConfigProblem {
        return resolve(System.getenv());
    }

    /**
     * The secret as text that fits into an HTTP header. Throws as {@link #resolve} does, and where there is anything but
     * printable ASCII in it.
     */
    public String resolveText() throws ConfigProblem {
        return resolveText(System.getenv());
    }

    byte[] resolve(Map<String, String> environment) throws ConfigProblem {
        byte[] secret = withoutLineEnd(switch (source) {
            case Source.Variable(String name) -> variable(name, environment);
            case Source.File(Path path) -> file(path);
        });
        if (secret.length == 0) throw problem("is empty");
        if (secret.length > MAX_BYTES) throw problem("is larger than " + (MAX_BYTES >> 10) + " KiB");
        return secret;
    }

    String resolveText(Map<String, String> environment) throws ConfigProblem {
        byte[] secret = resolve(environment);
        for (byte octet : secret)
            // A line end inside would let the secret's owner write further header lines; bytes above 126 have no one meaning.
            if (octet < 0x20 || octet == 0x7f) throw problem("has a character that is not printable ASCII");
        return new String(secret, US_ASCII);
    }

    private byte[] variable(String name, Map<String, String> environment) throws ConfigProblem {
        String value = environment.get(name);
        if (value == null) throw problem("is not set");
        return value.getBytes(UTF_8);
    }

    private byte[] file(Path path) throws ConfigProblem {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MAX_BYTES + 3); // one more than allowed even after a line end of two bytes
        } catch (NoSuchFileException missing) {
            throw problem("does not exist (looked at " + path + ")");
        } catch (IOException unreadable) {
            throw problem("cannot be read (" + unreadable.getClass().getSimpleName() + " at " + path + ")");
        }
    }

    private ConfigProblem problem(String what) {
        return new ConfigProblem(List.of(place + " " + key + ": " + written + " " + what));
    }

    private static Optional<Source> source(String text, Reading reading) {
        if (text.startsWith("env:")) {
            String name = text.substring("env:".length());
            return VARIABLE.matcher(name).matches() ? Optional.of(new Source.Variable(name)) : Optional.empty();
        }
        if (!text.startsWith("file:") || text.length() == "file:".length()) return Optional.empty();
        return reading.path(text.substring("file:".length())).map(Source.File::new);
    }

    /** Editors and {@code echo} end a file with a line end that is no part of the secret. */
    private static byte[] withoutLineEnd(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') length--;
        if (length > 0 && length < bytes.length && bytes[length - 1] == '\r') length--;
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretReference reference && source.equals(reference.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /** The reference as it stands in the file. */
    @Override
    public String toString() {
        return written;
    }
}
