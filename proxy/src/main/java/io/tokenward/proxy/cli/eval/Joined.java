package io.tokenward.proxy.cli.eval;

import io.tokenward.proxy.cli.eval.LabelledText.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Long harmless texts, put together from short ones: whoever looks at many windows has many chances to be wrong. */
public final class Joined {
    private Joined() {}

    /** So many texts of at least {@code length} characters, from harmless texts that are not hard, drawn at random. */
    public static List<LabelledText> texts(List<LabelledText> texts, int length, int count, RandomGenerator random) {
        List<LabelledText> benign = texts.stream()
                .filter(text -> text.label() == Label.BENIGN && !text.hard())
                .toList();
        List<LabelledText> joined = new ArrayList<>();
        if (benign.isEmpty()) return joined;
        for (int i = 0; i < count; i++) {
            LabelledText first = benign.get(random.nextInt(benign.size()));
            var all = new StringBuilder(first.text());
            while (all.length() < length)
                all.append("\n\n").append(benign.get(random.nextInt(benign.size())).text());
            joined.add(new LabelledText("joined-" + i, all.toString(), Label.BENIGN, "und", "joined", "" + length,
                    first.role(),
                    false));
        }
        return joined;
    }
}
