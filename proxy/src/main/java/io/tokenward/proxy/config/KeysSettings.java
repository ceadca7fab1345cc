package io.tokenward.proxy.config;

import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.KeyStoreProblem;
import io.tokenward.proxy.keys.Pepper;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Where API keys are kept.
 *
 * @param store JSON lines; may not exist yet
 * @param pepper the secret that hashes of keys are made with
 * @param formerPepper the one before it, while keys are moved from it
 */
public record KeysSettings(Path store, SecretReference pepper, Optional<SecretReference> formerPepper) {
    /**
     * The keys as they are kept there.
     *
     * @throws ConfigProblem if a pepper cannot be read
     * @throws KeyStoreProblem if the store cannot
     */
    public KeyStore open(Clock clock) throws ConfigProblem, KeyStoreProblem {
        Optional<Pepper> former = formerPepper.isEmpty()
                ? Optional.empty()
                : Optional.of(Pepper.of(formerPepper.get().resolve()));
        return KeyStore.open(store, Pepper.of(pepper.resolve()), former, clock);
    }
}
