package io.tokenward.proxy.admission;

import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.Replacement;
import io.tokenward.proxy.keys.Caller;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.KeyedHash;
import io.tokenward.proxy.limit.Account;
import io.tokenward.proxy.limit.Consumption;
import io.tokenward.proxy.limit.Demand;
import io.tokenward.proxy.limit.Denials;
import io.tokenward.proxy.limit.Limiter;
import io.tokenward.proxy.live.Live;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.route.Route;
import io.tokenward.proxy.route.Routes;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Decision;
import io.tokenward.rules.OnError;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Screening;
import io.tokenward.rules.Trust;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * May it pass? The decision in three steps, from cheap to dear, each of which takes the result of the one before:
 * {@link #admitHead}, {@link #judge}, {@link #admit}; and for some operations {@link #judgeAnswer}. Thread-safe; plain Java without sockets. Reservation comes last, so
 * that nothing needs undoing.
 */
public final class Admission {
    /** The plan of callers who keep their own credential: the upstream limits them, we only screen. */
    public static final String PASS_THROUGH = "pass-through";

    private final Live<Directory> directory;
    private final KeyStore keys;
    private final KeyedHash hashes;
    private final Limiter limiter;
    private final Screener screener;
    private final Redactor redactor;
    private final UserNames users;
    private final AnswerLengths lengths = new AnswerLengths();

    /** An admission over what is in force in {@code directory} at each call. */
    public Admission(Live<Directory> directory, KeyStore keys, KeyedHash hashes, Limiter limiter, Screener screener,
            Redactor redactor) {
        this.directory = directory;
        this.keys = keys;
        this.hashes = hashes;
        users = new UserNames(hashes);
        this.limiter = limiter;
        this.screener = screener;
        this.redactor = redactor;
    }

    /** Which route a path is on; without a caller. */
    public Routes.Match match(RequestHead head) throws Denied {
        return directory.get().routes().match(head.method(), head.path() + head.query());
    }

    /**
     * HEAD: who calls, within which rates. Microseconds; runs on the event loop.
     *
     * @return completes with the ticket, or exceptionally with a {@link Denied}; on any thread
     */
    public CompletionStage<Ticket> admitHead(Routes.Match match, RequestHead head, String exchange) throws Denied {
        return admit(match, head, exchange, false);
    }

    /**
     * HEAD of a turn: the same for what is asked in a session that holds its place already. Who it is, what may be used and which
     * rules are in force is asked anew.
     */
    public CompletionStage<Ticket> admitTurn(Ticket session, RequestHead head, String exchange) throws Denied {
        return admit(session.match(), head, exchange, true);
    }

    private CompletionStage<Ticket> admit(Routes.Match match, RequestHead head, String exchange, boolean inSession)
            throws Denied {
        Directory now = directory.get();
        Route route = match.route();
        Caller caller = authenticate(now, route, head);
        Gate.open(match);
        Terms terms = terms(now, caller);
        Policy policy = policy(now, route, terms);
        Optional<Policy> compared = policy.comparedWith()
                .flatMap(name -> Optional.ofNullable(now.policies().get(name)));
        RuleEngine rules = screener.engine();
        var account = new Account(caller.keyId(), caller.tenant(), terms.plan(), now.storeDown(policy),
                now.levels(route.base(), caller, terms.plan(), head.address()));
        String user = terms.plan()
                .levels()
                .users()
                .map(each -> each.header().isEmpty() ? "" : head.fields().apply(each.header()))
                .orElse("");
        return limiter.enter(inSession ? account.inPlace() : account, exchange)
                .thenApply(permit -> new Ticket(match, caller, permit, policy, compared, terms.trust(), rules, user));
    }

    /** Whether {@link #judge} screens what this ticket's caller sends, or only reads it. */
    public static boolean screens(Ticket ticket) {
        return ticket.match().operation().screened() && ticket.policy().screening() != Screening.OFF;
    }

    /**
     * Whether a session with the model of its operation may be opened, before anything is said in it. Pure computation; runs on
     * the screening pool.
     *
     * @param fields of the head, where they are to be screened
     */
    public Judgement judgeSession(Ticket ticket, List<HeaderField> fields) {
        ModelCall call = ModelCall.turn(ticket.match().operation().model(), 0);
        boolean later = call.models().isEmpty() && ticket.match().dialect().sessions().namesModelLater();
        if (!later && !mayUse(ticket, call)) return refused(Problem.MODEL_NOT_ALLOWED.denied().at("model"), call);
        if (!screens(ticket))
            return passed(ticket, Optional.of(call), Optional.empty(), call.body(),
                    "by-policy(" + ticket.policy().name() + ")");
        try {
            return screened(ticket, HeaderTexts.beside(call, fields), fields, bytes -> call);
        } catch (DeadlineExceeded late) {
            return late(ticket, call);
        }
    }

    /**
     * PROMPT: reads and screens a body and the fields that go with it. Pure computation; runs on the screening pool.
     *
     * @param fields of the head, where they are to be screened
     */
    public Judgement judge(Ticket ticket, List<HeaderField> fields, byte[] body) {
        if (!ticket.match().operation().screened())
            return passed(ticket, Optional.empty(), Optional.empty(), body, Gate.coverage(ticket.match()));
        ModelCall call;
        try {
            call = read(ticket, body);
        } catch (Denied unreadable) {
            return Refusal.unjudged(unreadable);
        }
        if (!mayUse(ticket, call))
            return refused(Problem.MODEL_NOT_ALLOWED.denied().at("model"), call);
        if (ticket.policy().screening() == Screening.OFF) {
            return passed(ticket, Optional.of(call), Optional.empty(), body,
                    "by-policy(" + ticket.policy().name() + ")");
        }
        try {
            Gate.open(ticket.match(), call);
            return screened(ticket, HeaderTexts.beside(call, fields), fields, bytes -> read(ticket, bytes));
        } catch (Denied unscreenable) {
            return refused(unscreenable, call);
        } catch (DeadlineExceeded late) {
            return late(ticket, call);
        }
    }

    /**
     * ANSWER: reads and screens what came back, where an operation's answers are what others say. Pure computation; runs on the
     * screening pool.
     *
     * @param json an answer, or one event of it; what passes may be other bytes
     */
    public Judgement judgeAnswer(Ticket ticket, byte[] json) {
        Reader reader = bytes -> ticket.match().dialect().readAnswer(ticket.match().operation(), bytes);
        ModelCall call;
        try {
            call = reader.read(json);
        } catch (Denied unreadable) {
            return Refusal.unjudged(Problem.UPSTREAM_INVALID.denied());
        }
        if (ticket.policy().screening() == Screening.OFF)
            return passed(ticket, Optional.of(call), Optional.empty(), json,
                    "by-policy(" + ticket.policy().name() + ")");
        try {
            Gate.openAnswer(ticket.match(), call);
            return screened(ticket, call, List.of(), reader);
        } catch (Denied unscreenable) {
            return refused(unscreenable, call);
        } catch (DeadlineExceeded late) {
            return late(ticket, call);
        }
    }

    @FunctionalInterface
    private interface Reader {
        ModelCall read(byte[] bytes) throws Denied;
    }

    /** RESERVE: tokens are held back. Completes with what goes upstream, or exceptionally with a {@link Denied}. */
    public CompletionStage<Admitted> admit(Judged judged) {
        if (!judged.ticket().match().operation().billed())
            return CompletableFuture.completedStage(new Admitted(judged, Optional.empty()));
        String model = judged.call().map(ModelCall::model).orElse("");
        long likely = lengths.likely(judged.ticket().caller().keyId(), model);
        Consumption most = judged.estimate(likely);
        Consumption enough = judged.likely(likely);
        var demand = new Demand(model, user(judged), most, judged.body().length);
        return limiter.reserve(judged.ticket().permit(), demand)
                // A caller who allows 64,000 tokens and gets 300 is no reason to lock up what is left of a package.
                .exceptionallyCompose(failure -> enough.tokens() < most.tokens() && spent(failure)
                        ? limiter.reserve(judged.ticket().permit(), demand.with(enough))
                        : CompletableFuture.failedStage(failure))
                .thenApply(reservation -> new Admitted(judged, Optional.of(reservation)));
    }

    /** For whom a caller asks, where its plan tells users apart. */
    private String user(Judged judged) {
        Account account = judged.ticket().permit().account();
        return account.plan().levels().users().map(plan -> {
            String told = plan.header().isEmpty()
                    ? judged.call().map(ModelCall::user).orElse("")
                    : judged.ticket().user();
            return users.of(account.tenant().isEmpty() ? account.keyId() : account.tenant(), told, plan.most());
        }).orElse("");
    }

    /** An answer had so many tokens: the next estimate of this key and model goes by it. */
    public void answered(Ticket ticket, String model, long outputTokens) {
        lengths.learn(ticket.caller().keyId(), model, outputTokens);
    }

    private static boolean spent(Throwable failure) {
        return Denials.in(failure).filter(denied -> denied.problem() == Problem.QUOTA_SPENT).isPresent();
    }

    private static ModelCall read(Ticket ticket, byte[] body) throws Denied {
        return ticket.match().dialect().read(ticket.match().operation(), body);
    }

    private Judgement screened(Ticket ticket, ModelCall call, List<HeaderField> fields, Reader reader)
            throws DeadlineExceeded {
        Screened screened = screen(ticket, call);
        return switch (screened.assessment().decision()) {
            case BLOCK -> blocked(ticket, call, screened);
            case REDACT -> redacted(ticket, call, fields, screened, reader);
            case ALLOW, FLAG -> passed(ticket, call, List.of(), screened, call.body());
        };
    }

    private Screened screen(Ticket ticket, ModelCall call) throws DeadlineExceeded {
        return screener.screen(ticket.rules(), call.prompt(), ticket.origin(), ticket.policy(), ticket.compared(),
                ticket.trust());
    }

    /** What policy rewrote is read and screened again, so that the screened bytes are the forwarded bytes. */
    private Judgement redacted(Ticket ticket, ModelCall call, List<HeaderField> fields, Screened screened,
            Reader reader) throws DeadlineExceeded {
        List<Replacement> replacements = redactor.replacements(screened.assessment(), call.prompt(),
                ticket.caller().keyId());
        byte[] rewritten = call.rewrite(HeaderTexts.inBody(call, replacements));
        List<HeaderField> head = HeaderTexts.rewritten(call, fields, replacements);
        if (HeaderTexts.changesTarget(fields, head)) return blocked(ticket, call, screened);
        ModelCall again;
        try {
            again = HeaderTexts.beside(reader.read(rewritten), head);
        } catch (Denied unreadable) {
            return refused(Problem.SCREENING_FAILED.denied(), ticket, call, screened);
        }
        // What cannot be taken out cleanly must not leave.
        if (screen(ticket, again).assessment().decision().compareTo(Decision.REDACT) >= 0)
            return blocked(ticket, call, screened);
        return passed(ticket, again, head, screened, rewritten);
    }

    private Judgement late(Ticket ticket, ModelCall call) {
        if (ticket.policy().onError() == OnError.CLOSED)
            return refused(Problem.SCREENING_FAILED.denied(), call);
        return passed(ticket, Optional.of(call), Optional.empty(), call.body(), "partly(deadline)");
    }

    private static Judgement passed(Ticket ticket, ModelCall call, List<HeaderField> fields, Screened screened,
            byte[] body) {
        return new Judgement.Passed(new Judged(ticket, Optional.of(call), Optional.of(screened.assessment()), fields,
                body,
                call.opaque().coverage(), screened.comparison(), ticket.rules().version()));
    }

    private static Judgement passed(Ticket ticket, Optional<ModelCall> call, Optional<Assessment> assessment,
            byte[] body, String coverage) {
        return new Judgement.Passed(new Judged(ticket, call, assessment, List.of(), body, coverage, Optional.empty(),
                ticket.rules().version()));
    }

    private static Judgement blocked(Ticket ticket, ModelCall call, Screened screened) {
        return refused(Explanation.of(screened.assessment(), call, ticket.policy(), ticket.rules()), ticket, call,
                screened);
    }

    private static Judgement refused(Denied denied, Ticket ticket, ModelCall call, Screened screened) {
        return new Refusal(denied, Optional.of(call), Optional.of(screened.assessment()), screened.comparison(),
                ticket.rules().version());
    }

    private static Judgement refused(Denied denied, ModelCall call) {
        return new Refusal(denied, Optional.of(call), Optional.empty(), Optional.empty(), "");
    }

    private static boolean mayUse(Ticket ticket, ModelCall call) {
        List<String> models = call.models().isEmpty() ? List.of("") : call.models();
        Route route = ticket.match().route();
        // A batch goes to one upstream as a whole.
        return route.together(models)
                && models.stream().allMatch(model -> ticket.caller().mayUse(model) && route.serves(model));
    }

    private Caller authenticate(Directory now, Route route, RequestHead head) throws Denied {
        if (!now.passThrough().contains(route.upstream())) {
            // A key that is sent decides, wrong or right: a certificate must not make up for a revoked key.
            if (head.credential().isEmpty() && head.certified().isPresent()) return head.certified().get();
            Caller caller = keys.authenticate(head.credential());
            keys.requireHere(caller, route.base(), head.address());
            return caller;
        }
        if (head.credential().isBlank()) throw Problem.KEY_MISSING.denied();
        return hashes.passthrough(head.credential(), "", PASS_THROUGH);
    }

    private static Terms terms(Directory now, Caller caller) throws Denied {
        Optional<Terms> terms = now.terms(caller);
        if (terms.isPresent()) return terms.get();
        if (caller.plan().equals(PASS_THROUGH)) return UNLIMITED;
        throw Problem.KEY_UNKNOWN.denied("The plan of this API key does not exist any more.");
    }

    private static Policy policy(Directory now, Route route, Terms terms) {
        String name = terms.security().orElse(route.policy());
        if (name.equals(Terms.NONE)) return OFF;
        Policy policy = now.policies().get(name);
        if (policy == null) throw new IllegalStateException("configuration without policy " + name);
        return policy;
    }

    private static final Terms UNLIMITED = new Terms(new io.tokenward.proxy.limit.Plan(PASS_THROUGH,
            new io.tokenward.proxy.limit.Rates(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.empty()),
            new io.tokenward.proxy.limit.Quotas(OptionalLong.empty(), OptionalLong.empty()), ZoneOffset.UTC, Map.of()),
            Optional.empty(), Trust.NONE);
    private static final Policy OFF = off();

    private static Policy off() {
        Policy standard = Policy.standard();
        return new Policy(Terms.NONE, Screening.OFF, standard.paranoia(), standard.detectionParanoia(),
                standard.operatingPoint(),
                standard.actions(), standard.deadline(), standard.onError(), standard.reveal());
    }
}
