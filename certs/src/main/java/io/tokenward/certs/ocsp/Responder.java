package io.tokenward.certs.ocsp;

import io.tokenward.certs.CertificateProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The responder that a certificate names (RFC 5280 section 4.2.2.1), asked over HTTP (RFC 6960 appendix A.1). The connection
 * goes to the address that was looked at: a client that looks the name up again could be led elsewhere in between. HTTP/1.0,
 * so that an answer ends with its connection and has one form.
 */
record Responder(URI url) {
    static final Duration PATIENCE = Duration.ofSeconds(15);
    static final int MOST_BYTES = 64 << 10;
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_URL = 512;

    /** The one that the certificate names. */
    static Responder of(X509Certificate certificate) throws CertificateProblem {
        byte[] extension = certificate.getExtensionValue(Extension.authorityInfoAccess.getId());
        if (extension != null) {
            try {
                var access = AuthorityInformationAccess
                        .getInstance(ASN1OctetString.getInstance(extension).getOctets());
                for (AccessDescription one : access.getAccessDescriptions())
                    if (named(one)) return of(((ASN1IA5String) one.getAccessLocation().getName()).getString());
            } catch (RuntimeException malformed) {
                throw problem("what the certificate says of its responder cannot be read");
            }
        }
        throw problem("the certificate names no responder at http://");
    }

    private static boolean named(AccessDescription one) {
        GeneralName place = one.getAccessLocation();
        return one.getAccessMethod().equals(AccessDescription.id_ad_ocsp)
                && place.getTagNo() == GeneralName.uniformResourceIdentifier
                && place.getName() instanceof ASN1IA5String text
                && text.getString().toLowerCase(Locale.ROOT).startsWith("http://");
    }

    private static Responder of(String text) {
        URI url = URI.create(text);
        if (text.length() > LONGEST_URL || url.getHost() == null || url.getRawUserInfo() != null
                || url.getPort() == 0 || url.getPort() > LAST_PORT)
            throw new IllegalArgumentException("no plain URL");
        return new Responder(url);
    }

    /** The answer in DER, not looked at yet. */
    byte[] ask(byte[] request, Destinations destinations) throws CertificateProblem {
        InetAddress address = destinations.allowed(url.getHost());
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, url.getPort() < 0 ? 80 : url.getPort()),
                    (int) PATIENCE.toMillis());
            socket.getOutputStream().write(head(request.length));
            socket.getOutputStream().write(request);
            return body(read(socket, end));
        } catch (IOException failed) {
            throw problem("the responder at " + url + " gives no answer (" + failed.getMessage() + ")");
        }
    }

    private byte[] head(int length) {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return ("POST " + path + query + " HTTP/1.0\r\nHost: " + url.getRawAuthority()
                + "\r\nContent-Type: application/ocsp-request\r\nContent-Length: " + length
                + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Everything until the connection ends, within time and size. */
    private static byte[] read(Socket socket, long end) throws IOException {
        var all = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[8 << 10];
        while (true) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) throw new SocketTimeoutException("not whole within " + PATIENCE.toSeconds() + " s");
            socket.setSoTimeout((int) left);
            int read = in.read(piece);
            if (read < 0) return all.toByteArray();
            all.write(piece, 0, read);
            if (all.size() > MOST_BYTES) throw new IOException("more than " + (MOST_BYTES >> 10) + " KiB");
        }
    }

    /** What follows the head of a good answer. */
    static byte[] body(byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) throw new IOException("no HTTP");
        String[] lines = text.substring(0, end).split("\r\n", -1);
        if (!lines[0].matches("HTTP/1\\.[01] 200(?: .*)?"))
            throw new IOException(
                    lines[0].matches("HTTP/1\\.[01] [0-9]{3}(?: .*)?")
                            ? "status " + lines[0].substring(9, 12)
                            : "no HTTP");
        for (String line : lines)
            if (line.toLowerCase(Locale.ROOT).startsWith("transfer-encoding:"))
                throw new IOException("a transfer coding in answer to HTTP/1.0");
        return Arrays.copyOfRange(answer, end + 4, answer.length);
    }

    private static CertificateProblem problem(String cause) {
        return CertificateProblem.of(cause, "the certificate is sent without a status; take status: fetch out, or"
                + " name a file, if that is how it is");
    }
}
