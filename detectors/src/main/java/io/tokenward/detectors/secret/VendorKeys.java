package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Keys without any mark, known by their length and alphabet when a vendor's name is part of the name they are assigned to:
 * {@code DATADOG_API_KEY=…}. The table has the vendor's words and the shape.
 */
final class VendorKeys {
    static final String NAME = "secret-vendor-key";
    /** Parts of names whose values are no secrets, whatever the vendor. */
    private static final Pattern HARMLESS = Pattern.compile(
            "sha\\d*|commit|hash|digest|checksum|md5|version|rev(?:ision)?$|etag|_?id$|uuid|guid|public|pubkey|publishable|name$|url$|uri$|ref$|path$|file$|host$|version|branch|trace|span|build|image");

    private VendorKeys() {}

    static List<SecretFormat> read(String file) {
        var formats = new ArrayList<SecretFormat>();
        try (InputStream bytes = VendorKeys.class.getResourceAsStream(file)) {
            if (bytes == null) throw new IllegalStateException("no table " + file);
            var lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine())
                if (!line.isBlank() && !line.startsWith("#")) formats.add(format(file, line));
        } catch (IOException broken) {
            throw new IllegalStateException("table " + file + " cannot be read", broken);
        }
        return formats;
    }

    private static SecretFormat format(String file, String line) {
        String[] columns = line.trim().split(" +");
        if (columns.length != 2) throw new IllegalStateException(file + ": a vendor has two columns: " + columns[0]);
        Pattern shape = Pattern.compile(FormatTable.expand(columns[1]));
        return SecretFormat.anyCase(NAME, List.of(columns[0].split(",")), (text, at) -> verify(text, at, shape));
    }

    private static @Nullable Span verify(String text, int at, Pattern shape) {
        AssignedValue value = AssignedValue.around(text, at);
        if (value == null || !shape.matcher(value.text()).matches() || HARMLESS.matcher(value.name()).find())
            return null;
        Span span = value.span();
        boolean specimen = Placeholders.isSpecimen(text, span.start(), span.end()) || Words.only(value.text())
                || !hasDigits(value.text());
        return specimen ? null : span;
    }

    private static boolean hasDigits(String value) {
        return value.chars().filter(c -> c >= '0' && c <= '9').count() >= 2;
    }
}
