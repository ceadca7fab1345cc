package io.tokenward.certs;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * An authority of one's own for trying things out: clients are told to trust {@link #caFile}, and servers and clients get
 * certificates for whatever name is asked. Not for production: its key lies unencrypted beside its certificate.
 * Thread-safe. As an {@link IdentitySource} it is a server on this machine alone.
 */
public final class DevelopmentAuthority implements IdentitySource {
    private final AuthorityFiles files;
    private final Issuer issuer;
    private final Identity authority;
    private final Clock clock;
    private final IdentitySource thisMachine;

    private DevelopmentAuthority(AuthorityFiles files, Issuer issuer, Identity authority, Clock clock) {
        this.files = files;
        this.issuer = issuer;
        this.authority = authority;
        this.clock = clock;
        thisMachine = server(List.of());
    }

    /**
     * The authority of a directory: {@code ca.pem} and {@code ca.key} in it, made if there are none (EC P-256, valid two
     * years, readable by the owner only), replaced by a new one when less than 30 days of life are left.
     *
     * @throws CertificateProblem if the files cannot be read or written, do not fit each other, or others may read the key
     */
    public static DevelopmentAuthority openOrCreate(Path directory, Clock clock) throws CertificateProblem {
        var files = new AuthorityFiles(directory);
        var issuer = new Issuer(new SecureRandom());
        return new DevelopmentAuthority(files, issuer, files.openOrCreate(issuer, clock), clock);
    }

    /**
     * A new server identity with a new EC P-256 key, valid 30 days, for TLS servers only.
     *
     * @param hostNamesAndAddresses names to answer to, in any case, {@code *.} allowed in front; IPv4 and IPv6 addresses;
     *     {@code localhost}, {@code 127.0.0.1} and {@code ::1} are always added
     * @throws CertificateProblem if a name is none, or the authority expired while the process ran
     */
    public Identity issueServer(List<String> hostNamesAndAddresses) throws CertificateProblem {
        var names = ServerNames.of(hostNamesAndAddresses);
        requireLife();
        return issuer.server(authority, names, clock.instant());
    }

    /**
     * A new client identity with a new EC P-256 key, valid 30 days, for TLS clients only.
     *
     * @param names what the client is called, such as {@code uri:spiffe://acme/build}
     * @throws CertificateProblem if there is no name, or one that a certificate cannot hold, or the authority expired while
     *     the process ran
     */
    public Identity issueClient(List<SubjectName> names) throws CertificateProblem {
        if (names.isEmpty()) {
            throw CertificateProblem.of("a client certificate needs a name",
                    "give one like uri:spiffe://acme/build, dns:build.acme.internal or email:build@acme.example");
        }
        for (SubjectName name : names)
            if (!name.value().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                throw CertificateProblem.of("the name " + name + " has characters that a certificate cannot hold",
                        "write it in ASCII without blanks");
            }
        requireLife();
        try {
            return issuer.client(authority, names, clock.instant());
        } catch (IllegalArgumentException e) {
            throw CertificateProblem.of("one of the names " + names + " is malformed", "check it").because(e);
        }
    }

    private void requireLife() throws CertificateProblem {
        if (clock.instant().isAfter(authority.certificate().getNotAfter().toInstant())) {
            throw CertificateProblem.in(files.certificate(), "the development authority expired",
                    "restart for a new one");
        }
    }

    /** A source that issues once and then again whenever a third of the certificate's life is left. */
    public IdentitySource server(List<String> hostNamesAndAddresses) {
        return new ReissuedIdentity(this, hostNamesAndAddresses, clock);
    }

    /** The certificate that clients have to trust, as a PEM file. */
    public Path caFile() {
        return files.certificate();
    }

    @Override
    public Identity identity() throws CertificateProblem {
        return thisMachine.identity();
    }
}
