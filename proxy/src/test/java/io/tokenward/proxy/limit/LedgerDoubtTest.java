package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tokenward.proxy.limit.LedgerEntry.Ended;
import io.tokenward.proxy.limit.LedgerEntry.Ending;
import io.tokenward.proxy.limit.LedgerEntry.Late;
import io.tokenward.proxy.limit.LedgerEntry.Reserved;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that seem to fail and stand in the file all the same. */
class LedgerDoubtTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final ChargedTo TO = new ChargedTo(
            List.of(new Meter(new Owner("acme", "", "starter"), Unit.TOKENS)),
            QuotaPeriod.DAY.around(NOW, ZoneOffset.UTC), QuotaPeriod.MONTH.around(NOW, ZoneOffset.UTC));
    /** Charges after which a balance is written. */
    private static final int AGE = 3;
    @TempDir
    private @Nullable Path directory;
    private @Nullable LedgerFile file;
    private @Nullable LedgerBook book;
    private boolean lies;

    @BeforeEach
    void open() throws Exception {
        file = LedgerFile.open(path(), Durability.PROCESS, LedgerSchema.current());
        book = LedgerBook.open(path(), lying(file.connection()), AGE);
    }

    @AfterEach
    void close() {
        requireNonNull(file).close();
    }

    @Test
    void aReservationThatWasRefusedAndStandsInTheFileHasExpired() throws Exception {
        doubt(reserved(1));

        append(reserved(2));

        LedgerCheck check = LedgerCheck.of(path());
        assertThat(check.faults()).isEmpty();
        assertThat(check.reservations()).isEqualTo(2);
        assertThat(check.open()).as("the second alone").isEqualTo(1);
    }

    @Test
    void aStartAfterItReadsOnlyWhatNoBalanceHas() throws Exception {
        doubt(reserved(1));

        for (int number = 2; number <= 2 + 2 * AGE; number++) {
            append(reserved(number));
            append(settled(number));
        }

        assertThat(number("SELECT replay_from FROM progress")).as("later than what was in doubt")
                .isGreaterThan(2);
        assertThat(LedgerCheck.of(path()).faults()).isEmpty();
    }

    @Test
    void anExchangeThatPassedAllTheSameIsChargedOnce() throws Exception {
        doubt(reserved(1), reserved(2));

        // One together with the news that it expired, one after it.
        append(new Late(reserved(1), Charge.tokens(70), List.of(), NOW));
        append(new Late(reserved(2), Charge.tokens(50), List.of(), NOW));

        LedgerCheck check = LedgerCheck.of(path());
        assertThat(check.faults()).isEmpty();
        assertThat(check.used()).isEqualTo(120);
        assertThat(check.open()).isZero();
    }

    @Test
    void whatIsInDoubtAgainIsWrittenOnce() throws Exception {
        append(reserved(1));
        doubt(reserved(2), settled(1));
        doubt(settled(1), reserved(3));

        append(settled(1), reserved(4));
        append(reserved(5));

        LedgerCheck check = LedgerCheck.of(path());
        assertThat(check.faults()).isEmpty();
        assertThat(check.used()).isEqualTo(70);
        assertThat(check.reservations()).isEqualTo(5);
        assertThat(check.open()).as("the two that were granted").isEqualTo(2);
    }

    private Path path() {
        return requireNonNull(directory).resolve("ledger.db");
    }

    private void append(LedgerEntry... entries) throws SQLException {
        requireNonNull(book).append(List.of(entries));
    }

    /** Writes them and hears that they were not written. */
    private void doubt(LedgerEntry... entries) {
        lies = true;
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> append(entries)).withMessage("no answer");
    }

    private static Reserved reserved(long number) {
        return new Reserved(number, "tw_" + number, TO, Charge.tokens(100), NOW);
    }

    private static Ended settled(long number) {
        return new Ended(reserved(number), Ending.SETTLED, Charge.tokens(70), List.of(), NOW);
    }

    private long number(String query) throws SQLException {
        try (Statement statement = requireNonNull(file).connection().createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : -1;
        }
    }

    /** The same connection; its next commit is made and reported as failed where {@link #lies}. */
    private Connection lying(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            Object answer = call(connection, method, arguments);
            return answer instanceof PreparedStatement commit && "COMMIT".equals(requireNonNull(arguments)[0])
                    ? proxy(PreparedStatement.class, (each, more) -> committed(commit, each, more))
                    : answer;
        });
    }

    private @Nullable Object committed(PreparedStatement commit, Method method, Object @Nullable [] arguments)
            throws Throwable {
        Object answer = call(commit, method, arguments);
        if (!lies || !method.getName().equals("execute")) return answer;
        lies = false;
        throw new SQLException("no answer");
    }

    private interface Call {
        @Nullable
        Object of(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (self, method, arguments) -> call.of(method, arguments)));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw requireNonNull(failed.getCause());
        }
    }
}
