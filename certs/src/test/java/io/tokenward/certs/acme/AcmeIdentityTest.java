package io.tokenward.certs.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import io.tokenward.certs.IdentitySource;
import io.tokenward.certs.IdentitySourceContract;
import io.tokenward.certs.ManualClock;
import io.tokenward.certs.PemFiles;
import io.tokenward.certs.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcmeIdentityTest extends IdentitySourceContract {
    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock(TestCertificates.NOW);

    private AcmeFiles files() {
        return new AcmeFiles(directory, List.of("a.test"), clock);
    }

    @Override
    protected IdentitySource source() throws Exception {
        var authority = DevelopmentAuthority.openOrCreate(directory.resolve("authority"), clock);
        if (!Files.exists(files().identityFile()))
            PemFiles.writeTogether(authority.issueServer(List.of("a.test")), files().identityFile());
        return new AcmeIdentity(files(), clock);
    }

    @Test
    void untilThereIsACertificateOneThatNobodyTrustsStandsInForADay() {
        var source = new AcmeIdentity(files(), clock);

        Identity standIn = source.identity();

        assertThat(standIn.certificate().getSubjectX500Principal()).isEqualTo(
                standIn.certificate().getIssuerX500Principal());
        assertThat(source.identity()).isSameAs(standIn);
        assertThat(source.problem()).hasValueSatisfying(
                problem -> assertThat(problem).contains("a.test waits for its first certificate"));
        clock.advance(Duration.ofHours(22));
        assertThat(source.identity()).isSameAs(standIn);
        clock.advance(Duration.ofMinutes(90));
        assertThat(source.identity()).as("in its last hour").isNotSameAs(standIn);
        clock.advance(Duration.ofHours(25));
        assertThat(source.identity().certificate().getNotAfter().toInstant()).isAfter(clock.instant());
    }

    @Test
    void aFileThatBecomesUnusableTakesNothingAway() throws Exception {
        IdentitySource source = source();
        Identity good = source.identity();

        Files.writeString(files().identityFile(), "overwritten by mistake");

        assertThat(source.identity()).isEqualTo(good);
        assertThat(source.problem()).hasValueSatisfying(
                problem -> assertThat(problem).contains("a.test.pem"));
    }
}
