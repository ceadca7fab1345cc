package io.tokenward.certs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;

/** What every {@link IdentitySource} promises. Extend it for a new one. */
public abstract class IdentitySourceContract {

    /** A source that has a usable identity at {@link TestCertificates#NOW}. */
    protected abstract IdentitySource source() throws Exception;

    @Test
    void theKeyBelongsToTheFirstCertificate() throws Exception {
        Identity identity = source().identity();

        assertThat(KeyFit.fits(identity.key(), identity.certificate().getPublicKey())).isTrue();
    }

    @Test
    void theFirstCertificateIsValidNow() throws Exception {
        Identity identity = source().identity();

        assertThat(identity.certificate().getNotBefore().toInstant()).isBefore(TestCertificates.NOW);
        assertThat(identity.certificate().getNotAfter().toInstant()).isAfter(TestCertificates.NOW);
    }

    @Test
    void eachCertificateWasIssuedByTheNext() throws Exception {
        List<X509Certificate> chain = source().identity().chain();

        for (int i = 1; i < chain.size(); i++)
            chain.get(i - 1).verify(chain.get(i).getPublicKey());
    }

    @Test
    void askedAgainItGivesAnEquallyGoodIdentity() throws Exception {
        IdentitySource source = source();

        assertThat(source.identity().certificate()).isEqualTo(source.identity().certificate());
    }

    @Test
    void aSourceWithFilesNamesThemAndOneWithoutKeepsWhatItGave() throws Exception {
        IdentitySource source = source();

        if (source.files().isEmpty()) {
            assertThat(source.identity()).isSameAs(source.identity());
        } else {
            assertThat(source.files()).allMatch(Files::isReadable);
        }
    }

    @Test
    void manyThreadsMayAskAtOnce() throws Exception {
        IdentitySource source = source();
        Callable<Identity> ask = source::identity;

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var answer : threads.invokeAll(List.of(ask, ask, ask, ask, ask, ask, ask, ask)))
                assertThat(answer.get().chain()).isNotEmpty();
        }
    }

    @Test
    void printingAnIdentityShowsNoKey() throws Exception {
        Identity identity = source().identity();

        assertThat(identity.toString()).contains("key hidden").doesNotContain(identity.key().toString());
    }
}
