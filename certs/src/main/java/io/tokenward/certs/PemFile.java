package io.tokenward.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads PEM files with line numbers, which ready-made readers do not give. Text outside of blocks is skipped, as
 * RFC 7468 section 2 allows and as bundles use it.
 */
final class PemFile {
    /** The largest public trust bundle has 250 KB; what is much larger is not what its owner thinks it is. */
    static final long MAX_BYTES = 8 << 20;
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Pattern BASE64_LINE = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
    private static final String COPY_AGAIN = "copy the file again as a whole";

    private final Path file;
    private final String[] lines;
    private int next;

    private PemFile(Path file, String[] lines) {
        this.file = file;
        this.lines = lines;
    }

    /** All blocks in the order of the file; never empty. */
    static List<PemBlock> read(Path file) throws CertificateProblem {
        byte[] bytes = bytes(file);
        refuseOtherFormats(file, bytes);
        // Latin-1 takes every byte: comments between blocks may be in any encoding.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<PemBlock> blocks = new PemFile(file, text.split("\r\n|\n|\r", -1)).blocks();
        if (blocks.isEmpty()) {
            throw CertificateProblem.in(file, "not PEM: there is no line that begins with " + BEGIN.strip(),
                    "give a file in PEM form");
        }
        return blocks;
    }

    static byte[] bytes(Path file) throws CertificateProblem {
        try {
            if (Files.isDirectory(file)) throw CertificateProblem.in(file, "is a directory", "name the file in it");
            if (Files.size(file) > MAX_BYTES) {
                throw CertificateProblem.in(file, "larger than " + MAX_BYTES + " bytes",
                        "check that it is the right file");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static CertificateProblem unreadable(Path file, IOException e) {
        return (switch (e) {
            case NoSuchFileException _ ->
                CertificateProblem.in(file, "no such file", "check the path; relative paths start at "
                        + Path.of("").toAbsolutePath());
            case AccessDeniedException _ -> CertificateProblem.in(file, "the user "
                    + System.getProperty("user.name") + " may not read or write it",
                    "mend the permissions of the file and of the directories above it");
            default -> CertificateProblem.in(file, "cannot be read or written (" + e.getClass().getSimpleName() + ")",
                    "check the disk and the path");
        }).because(e);
    }

    private static void refuseOtherFormats(Path file, byte[] bytes) throws CertificateProblem {
        if (bytes.length == 0) throw CertificateProblem.in(file, "the file is empty", COPY_AGAIN);
        if (bytes.length < 2) return;
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        // An ASN.1 SEQUENCE with a long length is how every DER certificate, DER key and PKCS#12 store begins.
        if (first == 0x30 && second > 0x80) {
            throw CertificateProblem.in(file, "not PEM but DER or PKCS#12",
                    "convert it with openssl x509, openssl pkey or openssl pkcs12 -nodes");
        }
        if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) {
            throw CertificateProblem.in(file, "not PEM but UTF-16 text", "save it as UTF-8 or ASCII");
        }
    }

    private List<PemBlock> blocks() throws CertificateProblem {
        List<PemBlock> blocks = new ArrayList<>();
        while (next < lines.length) {
            // A byte order mark may stand before the first BEGIN.
            String line = lines[next++].strip();
            int begin = line.indexOf(BEGIN);
            if (begin >= 0 && begin <= 3 && line.endsWith(DASHES)) blocks.add(block(line.substring(begin)));
        }
        return blocks;
    }

    private PemBlock block(String begin) throws CertificateProblem {
        int beginLine = next;
        String label = begin.substring(BEGIN.length(), Math.max(BEGIN.length(), begin.length() - DASHES.length()));
        String end = END + label + DASHES;
        boolean encrypted = false;
        StringBuilder base64 = new StringBuilder();
        while (next < lines.length) {
            String line = lines[next++].strip();
            if (line.equals(end)) return new PemBlock(label, beginLine, encrypted, decode(base64, label, beginLine));
            if (line.startsWith(DASHES)) {
                throw CertificateProblem.at(file, next, "the block of line " + beginLine + " should end with " + end,
                        COPY_AGAIN);
            }
            if (line.contains(":")) {
                encrypted |= line.startsWith("Proc-Type:") && line.endsWith("ENCRYPTED");
            } else if (BASE64_LINE.matcher(line).matches()) {
                base64.append(line);
            } else {
                throw CertificateProblem.at(file, next, "not base64", COPY_AGAIN);
            }
        }
        throw CertificateProblem.at(file, beginLine, "the block has no line " + end, COPY_AGAIN);
    }

    private byte[] decode(StringBuilder base64, String label, int beginLine) throws CertificateProblem {
        try {
            byte[] der = Base64.getDecoder().decode(base64.toString());
            if (der.length > 0) return der;
            throw CertificateProblem.at(file, beginLine, "the block " + label + " is empty", COPY_AGAIN);
        } catch (IllegalArgumentException e) {
            // No cause: its message may quote the text, which may be a key.
            throw CertificateProblem.at(file, beginLine, "the base64 of the block " + label + " is damaged",
                    COPY_AGAIN);
        }
    }
}
