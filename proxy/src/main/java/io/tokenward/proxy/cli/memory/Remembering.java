package io.tokenward.proxy.cli.memory;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.text.Folding;
import io.tokenward.proxy.cli.eval.LabelledText;
import io.tokenward.rules.memory.AttackMemory;
import io.tokenward.rules.memory.HarmlessPhrases;
import io.tokenward.rules.memory.Sketch;
import java.util.List;
import java.util.Optional;

/**
 * Sketches of a collection: attacks that stand alone (not those inside a document, whose rest is harmless), without the
 * phrases that harmless texts of the collection share, and none that is a copy of one before it.
 */
final class Remembering {
    /** Shorter ones are for rules and model: a phrase of a few words is said in good faith, too. */
    private static final int FEWEST_WORDS = 12;
    /** An index is built anew after so many. */
    private static final int BATCH = 64;

    private final MemoryFile file;
    private final HarmlessPhrases harmless = new HarmlessPhrases();
    private AttackMemory memory;
    private int added;

    Remembering(MemoryFile file) {
        this.file = file;
        this.memory = new AttackMemory(file.attacks());
    }

    /** How many were added. */
    int add(List<LabelledText> texts) {
        for (LabelledText text : texts)
            if (text.label() == LabelledText.Label.BENIGN) harmless.add(text.text());
        for (LabelledText text : texts)
            if (text.label().attack() && text.role() == Role.USER) one(text);
        return added;
    }

    private void one(LabelledText text) {
        if (!memory.copies(Folding.fold(text.text())).isEmpty()) return;
        Optional<Sketch> sketch = Sketch.of(text.text(), harmless);
        if (sketch.isEmpty() || sketch.get().words() < FEWEST_WORDS) return;
        Category category = Category.of(text.label().name().toLowerCase(java.util.Locale.ROOT)).orElseThrow();
        if (!file.add(category, sketch.get())) return;
        if (++added < BATCH || added % BATCH == 0) memory = new AttackMemory(file.attacks());
    }
}
