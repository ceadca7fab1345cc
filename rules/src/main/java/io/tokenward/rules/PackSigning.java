package io.tokenward.rules;

import io.tokenward.rules.yaml.YamlErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Signs packs and checks their signatures. */
public final class PackSigning {
    private PackSigning() {}

    /**
     * Signs a pack of rules that load beside the shipped ones and {@code others}: writes its file {@code pack.sig}.
     *
     * @param signer gives the signature over what it is given
     * @return the pack that was signed
     * @throws RulesProblem where the rules do not load: what is broken is better mended before it is signed
     * @throws IOException where the signature cannot be written
     */
    public static Pack sign(Path directory, List<Path> others, String keyId, UnaryOperator<byte[]> signer)
            throws RulesProblem, IOException {
        PackSources sources = PackSources.unsigned(others).with(List.of(directory));
        PackReading reading = PackReading.of(sources);
        reading.orThrow();
        Pack pack = reading.packs().getLast();
        var errors = new YamlErrors();
        Optional<Map<String, byte[]>> files = PackFiles.bytes(directory, errors);
        if (files.isEmpty()) throw new RulesProblem(errors.messages());
        byte[] statement = PackSignature.statement(pack, keyId, files.get());
        Files.write(directory.resolve(PackSignature.FILE),
                PackSignature.file(statement, signer.apply(statement)));
        return pack;
    }

    /** What is wrong with the signature of a pack, one line each; empty where it is good. */
    public static List<String> problems(Path directory, PackVerifier verifier) {
        var errors = new YamlErrors();
        Optional<Map<String, byte[]>> files = PackFiles.bytes(directory, errors);
        files.ifPresent(found -> PackSignature.accepted(directory, found, verifier, errors));
        return errors.messages();
    }
}
