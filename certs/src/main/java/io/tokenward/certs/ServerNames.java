package io.tokenward.certs;

import java.net.IDN;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.regex.Pattern;

import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.util.IPAddress;

/** The names and addresses of one server certificate, each once: those asked for, then the ways to say this machine. */
final class ServerNames {
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "::1");
    /** Letters, digits, hyphens (RFC 1123), a wildcard only as the whole first label (RFC 6125). */
    private static final Pattern HOST = Pattern
            .compile("(?:\\*\\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private final SequencedSet<String> names;

    private ServerNames(SequencedSet<String> names) {
        this.names = names;
    }

    static ServerNames of(List<String> hostNamesAndAddresses) throws CertificateProblem {
        SequencedSet<String> names = new LinkedHashSet<>();
        for (String name : hostNamesAndAddresses)
            names.add(canonical(name));
        names.addAll(THIS_MACHINE);
        return new ServerNames(names);
    }

    /** What the subject is called; the names proper are the alternative ones. */
    String first() {
        return names.getFirst();
    }

    GeneralNames asSubjectAlternativeNames() {
        return new GeneralNames(names.stream().map(ServerNames::generalName).toArray(GeneralName[]::new));
    }

    private static String canonical(String name) throws CertificateProblem {
        String bare = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        if (IPAddress.isValid(bare)) return bare;
        try {
            String wildcard = name.startsWith("*.") ? "*." : "";
            String host = wildcard + IDN.toASCII(name.substring(wildcard.length())).toLowerCase(Locale.ROOT);
            if (host.length() <= 253 && HOST.matcher(host).matches()) return host;
        } catch (IllegalArgumentException _) {
            // falls through: what IDNA cannot encode is no host name
        }
        throw CertificateProblem.of("\"" + name + "\" is neither a host name nor an address",
                "give names like proxy.example.com, *.example.com, 10.0.0.7 or ::1, without port");
    }

    private static GeneralName generalName(String name) {
        return new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }
}
