package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownLeftTest {
    private final Account account = Plans.account(Plans.daily(1_000));
    private final KnownLeft left = new KnownLeft(10, 2);

    @Test
    void anAnswerThatTellsNothingDoesNotMakeTheRestEndless() {
        left.heard(account, 800);

        left.heard(account, -1);

        assertThat(left.take(account, 401)).isFalse();
        assertThat(left.take(account, 400)).isTrue();
    }

    @Test
    void nothingIsGrantedOfWhatWasNeverHeard() {
        left.heard(account, -1);

        assertThat(left.take(account, 1)).isFalse();
    }
}
