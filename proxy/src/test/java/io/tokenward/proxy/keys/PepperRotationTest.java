package io.tokenward.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pepper is replaced while keys are in use. */
class PepperRotationTest {
    private static final Pepper OLD = pepper("the pepper of last year, long enough to be one");
    private static final Pepper NEW = pepper("the pepper of this year, long enough to be one");

    @TempDir
    private Path directory;
    private ApiKey used;
    private ApiKey idle;

    private static Pepper pepper(String text) {
        return Pepper.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private KeyStore open(Pepper pepper, Optional<Pepper> former) throws KeyStoreProblem {
        return KeyStore.open(directory.resolve("keys.jsonl"), pepper, former, Clock.systemUTC());
    }

    private static boolean good(KeyStore store, ApiKey key) {
        try {
            store.authenticate(key.reveal());
            return true;
        } catch (Denied refused) {
            return false;
        }
    }

    @BeforeEach
    void twoKeysUnderTheOldPepper() throws Exception {
        KeyStore store = open(OLD, Optional.empty());
        used = store.create("acme", "developer", List.of(), Optional.empty(), "used");
        idle = store.create("acme", "developer", List.of(), Optional.empty(), "idle");
    }

    @Test
    void keysThatAreUsedMoveToTheNewPepper() throws Exception {
        KeyStore both = open(NEW, Optional.of(OLD));
        assertThat(both.underFormerPepper()).containsExactlyInAnyOrder(used.id(), idle.id());

        assertThat(good(both, used)).isTrue();
        both.reloadIfChanged();

        assertThat(both.underFormerPepper()).containsExactly(idle.id());
        assertThat(good(both, used)).as("under the new one").isTrue();
        assertThat(good(both, idle)).isTrue();
        assertThat(good(open(NEW, Optional.of(OLD)), used)).isTrue();
    }

    @Test
    void whenAllHaveMovedTheFormerPepperIsNotNeeded() throws Exception {
        KeyStore both = open(NEW, Optional.of(OLD));
        assertThat(good(both, used)).isTrue();
        assertThat(good(both, idle)).isTrue();
        both.reloadIfChanged();

        KeyStore alone = open(NEW, Optional.empty());

        assertThat(good(alone, used)).isTrue();
        assertThat(good(alone, idle)).isTrue();
    }

    @Test
    void keysThatNobodyMayUseDoNotNeedTheFormerPepperEither() throws Exception {
        KeyStore both = open(NEW, Optional.of(OLD));
        assertThat(good(both, used)).isTrue();
        both.revoke(idle.id());
        both.reloadIfChanged();

        KeyStore alone = open(NEW, Optional.empty());

        assertThat(good(alone, used)).isTrue();
        assertThat(good(alone, idle)).isFalse();
    }

    @Test
    void withoutTheFormerPepperAStoreThatNeedsItIsNotOpened() {
        assertThatThrownBy(() -> open(NEW, Optional.empty())).hasMessageContaining("written with another pepper");
    }

    @Test
    void aKeyThatIsRotatedBeforeItMovedIsGoodForTheOverlap() throws Exception {
        KeyStore both = open(NEW, Optional.of(OLD));

        ApiKey next = both.rotate(idle.id(), Duration.ofHours(1)).orElseThrow();

        assertThat(good(both, idle)).isTrue();
        assertThat(good(both, next)).isTrue();
        assertThat(both.underFormerPepper()).contains(idle.id()).doesNotContain(next.id());
    }

    @Test
    void aKeyThatIsRevokedBeforeItMovedIsRevoked() throws Exception {
        KeyStore both = open(NEW, Optional.of(OLD));

        both.revoke(idle.id());

        assertThatThrownBy(() -> both.authenticate(idle.reveal()))
                .isInstanceOfSatisfying(Denied.class,
                        denied -> assertThat(denied.problem()).isEqualTo(Problem.KEY_REVOKED));
    }

    @Test
    void aWrongKeyOfAKnownIdMovesNothing() throws Exception {
        KeyStore both = open(NEW, Optional.of(OLD));
        String stranger = open(OLD, Optional.empty()).create("a", "b", List.of(), Optional.empty(), "").reveal();

        assertThat(stranger).isNotEqualTo(used.reveal());
        both.reloadIfChanged();

        assertThat(both.underFormerPepper()).contains(used.id(), idle.id());
    }
}
