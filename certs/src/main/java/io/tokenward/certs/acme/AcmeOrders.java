package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;
import org.shredzone.acme4j.exception.AcmeUserActionRequiredException;

/**
 * Orders at one authority over the network. One order at a time: for one thread, which may wait for minutes. Requests with a
 * used or unknown nonce are repeated by the library, ten times at most.
 */
public final class AcmeOrders implements Orders {
    /** For each step: authorities look within seconds, some from several places. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Between two looks where the authority names no time; never less, whatever it names. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LEAST_MAC_KEY = 32;
    private static final Set<Status> DECIDED = Set.of(Status.VALID, Status.INVALID);
    private static final Set<Status> READY = Set.of(Status.READY, Status.VALID, Status.INVALID);

    private final AcmeAccount account;
    private final Path storage;
    private final ChallengeAnswers answers;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * Nothing is asked or written yet.
     *
     * @param storage directory of the account's key
     * @param answers where challenges are answered
     */
    public AcmeOrders(AcmeAccount account, Path storage, ChallengeAnswers answers, Clock clock) {
        this.account = account;
        this.storage = storage;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public Identity order(List<String> names, Optional<X509Certificate> replaced) throws OrderProblem {
        return told(session -> {
            OrderBuilder order = login(session).newOrder().domains(names);
            replaced.ifPresent(order::replaces);
            return issued(order.create());
        });
    }

    @Override
    public Optional<RenewalWindow> window(X509Certificate certificate) throws OrderProblem {
        return told(session -> {
            if (session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) return Optional.empty();
            // Nothing is signed for this: the account is not looked for at the authority.
            RenewalInfo info = new Login(session.resourceUrl(Resource.NEW_ACCOUNT),
                    AccountKey.openOrCreate(storage, account.directory()), session).bindRenewalInfo(certificate);
            Optional<Instant> askAgain = info.fetch();
            return Optional.of(new RenewalWindow(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd(),
                    askAgain));
        });
    }

    private interface Conversation<T> {
        T with(Session session) throws AcmeException, CertificateProblem, GeneralSecurityException,
                InterruptedException, OrderProblem;
    }

    /** What came of it, or in words why nothing did. */
    private <T> T told(Conversation<T> conversation) throws OrderProblem {
        try {
            Session session = session();
            try {
                return conversation.with(session);
            } finally {
                session.getHttpClient().shutdownNow();
            }
        } catch (AcmeRateLimitedException limited) {
            throw new OrderProblem("the authority's limit is reached: " + limited.getMessage(),
                    limited.getRetryAfter());
        } catch (AcmeUserActionRequiredException wanted) {
            throw new OrderProblem("the authority wants its account holder to act, usually to read new terms: "
                    + wanted.getTermsOfServiceUri().map(Object::toString).orElse(wanted.getMessage()));
        } catch (AcmeException failed) {
            throw new OrderProblem(account.directory().getHost() + ": " + reason(failed));
        } catch (CertificateProblem | GeneralSecurityException local) {
            throw new OrderProblem(String.valueOf(local.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new OrderProblem("the proxy ends");
        } catch (RuntimeException nonsense) {
            // The library throws many kinds of them at answers that are not what they should be.
            throw new OrderProblem(
                    account.directory().getHost() + " gives no answer of the protocol: " + reason(nonsense));
        }
    }

    private Identity issued(Order order) throws AcmeException, CertificateProblem, GeneralSecurityException,
            InterruptedException, OrderProblem {
        for (Authorization authorization : order.getAuthorizations())
            authorize(authorization);
        require(await(order, order::getStatus, READY), order.getError(), "the order");
        KeyPair keys = SelfSigned.keys(random);
        order.execute(keys);
        require(await(order, order::getStatus, DECIDED), order.getError(), "the order");
        return new Identity(order.getCertificate().getCertificateChain(), keys.getPrivate());
    }

    private Session session() throws CertificateProblem {
        var session = new Session(account.directory(), new BoundedProvider(AuthorityTrust.of(account.trust())));
        session.networkSettings().setTimeout(BoundedProvider.TIMEOUT);
        session.networkSettings().setCompressionEnabled(false);
        return session;
    }

    private Login login(Session session) throws AcmeException, CertificateProblem {
        // An account that exists is found again by its key.
        var builder = new AccountBuilder().agreeToTermsOfService()
                .useKeyPair(AccountKey.openOrCreate(storage, account.directory()));
        account.contacts().forEach(builder::addContact);
        if (account.binding().isPresent()) {
            AcmeAccount.Binding binding = account.binding().get();
            builder.withKeyIdentifier(binding.keyId(), macKey(binding));
        }
        return builder.createLogin(session);
    }

    private static SecretKey macKey(AcmeAccount.Binding binding) throws CertificateProblem {
        byte[] text = text(binding);
        try {
            byte[] key = Base64.getUrlDecoder().decode(text);
            if (key.length < LEAST_MAC_KEY)
                throw CertificateProblem.of("the key of acme.binding has " + key.length + " bytes, fewer than "
                        + LEAST_MAC_KEY, "copy it again as a whole");
            SecretKey secret = new SecretKeySpec(key, "HMAC");
            Arrays.fill(key, (byte) 0);
            return secret;
        } catch (IllegalArgumentException wrong) {
            // No cause: it may quote the key.
            throw CertificateProblem.of("the key of acme.binding is not in base64url", "copy it again as a whole");
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    private static byte[] text(AcmeAccount.Binding binding) throws CertificateProblem {
        try {
            return binding.key().get();
        } catch (UncheckedIOException unreadable) {
            throw CertificateProblem.of(reason(unreadable),
                    "put the key of acme.binding there, or take acme.binding out");
        }
    }

    private void authorize(Authorization authorization)
            throws AcmeException, CertificateProblem, InterruptedException, OrderProblem {
        if (authorization.getStatus() == Status.VALID) return;
        String host = authorization.getIdentifier().getDomain();
        Answer answer = Answer.to(authorization, account.challenge(), random);
        answer.give(host, answers);
        try {
            answer.challenge().trigger();
            Status status = await(authorization, authorization::getStatus, DECIDED);
            if (status != Status.VALID) answer.challenge().fetch();
            require(status, answer.challenge().getError(), host);
        } finally {
            answer.takeBack(host, answers);
        }
    }

    private interface StatusNow {
        Status get();
    }

    private Status await(PollableResource resource, StatusNow status, Set<Status> ends)
            throws AcmeException, InterruptedException {
        Instant until = clock.instant().plus(PATIENCE);
        while (true) {
            Optional<Instant> again = resource.fetch();
            if (ends.contains(status.get())) return status.get();
            Instant now = clock.instant();
            Duration wait = again.map(when -> Duration.between(now, when)).orElse(PAUSE);
            if (wait.compareTo(PAUSE) < 0) wait = PAUSE;
            if (now.plus(wait).isAfter(until))
                throw new AcmeException("not decided within " + PATIENCE.toMinutes() + " minutes");
            Thread.sleep(wait);
        }
    }

    private static void require(Status status, Optional<Problem> error, String what) throws OrderProblem {
        if (status == Status.VALID || status == Status.READY) return;
        throw new OrderProblem(what + " was refused: " + error.flatMap(Problem::getDetail).orElse("no reason given"));
    }

    /** The innermost message that says something: the library wraps what the network says. */
    private static String reason(Throwable failed) {
        String reason = String.valueOf(failed.getMessage());
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause())
            if (cause.getMessage() != null) reason = cause.getMessage();
        return reason;
    }
}
