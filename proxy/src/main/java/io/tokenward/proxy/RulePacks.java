package io.tokenward.proxy;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.VerificationKeys;
import io.tokenward.proxy.config.RulesSettings;
import io.tokenward.rules.PackSources;
import io.tokenward.rules.PackVerifier;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** From the settings of rules to packs whose signatures are asked for. */
public final class RulePacks {
    private RulePacks() {}

    /**
     * Where packs come from.
     *
     * @throws RulesProblem where a key of {@code signed-by} cannot be used
     */
    public static PackSources sources(RulesSettings settings) throws RulesProblem {
        return new PackSources(settings.builtin(), settings.packs(),
                settings.signedBy().isEmpty() ? Optional.empty() : Optional.of(verifier(settings.signedBy())));
    }

    /** The engine that these settings ask for. */
    public static RuleEngine load(RulesSettings settings) throws RulesProblem {
        return RuleEngine.load(sources(settings));
    }

    /**
     * Who believes these public keys alone.
     *
     * @throws RulesProblem where one cannot be used
     */
    public static PackVerifier verifier(List<Path> publicKeys) throws RulesProblem {
        try {
            return new Verifier(VerificationKeys.read(publicKeys));
        } catch (CertificateProblem unusable) {
            throw new RulesProblem(List.of("rules.signed-by: " + unusable.getMessage()));
        }
    }

    /** The two modules know nothing of each other. */
    private record Verifier(VerificationKeys keys) implements PackVerifier {
        @Override
        public boolean knows(String keyId) {
            return keys.knows(keyId);
        }

        @Override
        public boolean verifies(String keyId, byte[] signed, byte[] signature) {
            return keys.verifies(keyId, signed, signature);
        }
    }
}
