package io.tokenward.proxy.listener;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import io.tokenward.certs.IdentitySource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewedKeyManagerTest {
    @TempDir
    Path directory;

    private DevelopmentAuthority authority;
    private Identity given;
    private boolean failing;

    @BeforeEach
    void start() throws Exception {
        authority = DevelopmentAuthority.openOrCreate(directory.resolve("ca"), Clock.systemUTC());
        given = authority.issueServer(List.of());
    }

    private RenewedKeyManager manager() throws Exception {
        IdentitySource source = () -> {
            if (failing) throw CertificateProblem.of("no more", "wait");
            return given;
        };
        return new RenewedKeyManager(source);
    }

    private static String chosen(RenewedKeyManager manager) {
        return requireNonNull(manager.chooseEngineServerAlias("EC", null, null));
    }

    @Test
    void aRenewedIdentityIsShownAtTheNextHandshake() throws Exception {
        RenewedKeyManager manager = manager();
        assertThat(manager.getCertificateChain(chosen(manager))).containsExactly(given.certificate());

        given = authority.issueServer(List.of());

        assertThat(manager.getCertificateChain(chosen(manager))).containsExactly(given.certificate());
    }

    @Test
    void aHandshakeUnderWayEndsWithTheKeyThatItBeganWith() throws Exception {
        RenewedKeyManager manager = manager();
        Identity first = given;
        String alias = chosen(manager);
        given = authority.issueServer(List.of());
        chosen(manager);

        assertThat(manager.getCertificateChain(alias)).containsExactly(first.certificate());
        assertThat(manager.getPrivateKey(alias)).isEqualTo(first.key());
    }

    @Test
    void aSourceThatFailsLeavesTheLastOneInUse() throws Exception {
        RenewedKeyManager manager = manager();
        failing = true;

        assertThat(manager.getPrivateKey(chosen(manager))).isEqualTo(given.key());
    }

    @Test
    void aKindOfKeyThatItDoesNotHaveIsNotChosen() throws Exception {
        assertThat(manager().chooseEngineServerAlias("RSA", null, null)).isNull();
    }
}
