package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.Role;
import io.tokenward.detectors.injection.Strata;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Orders of the texts set into harmless documents of others. What people say to a model openly is what others write into a page
 * that it will read, but few collections hold it there, and those that do hold few orders.
 */
final class Planting {
    /** What the sources of such texts begin with; an order counts there as what it is where it stands alone. */
    static final String SOURCE = "planted-";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 320;
    /** Characters of the document around an order. */
    private static final int CARRIER = 900;

    private final List<Document> orders;
    private final List<Document> carriers;
    private final RandomGenerator random;

    private Planting(List<Document> orders, List<Document> carriers, RandomGenerator random) {
        this.orders = orders;
        this.carriers = carriers;
        this.random = random;
    }

    /** Takes short attacks by users from {@code documents}, and its ordinary read texts. */
    static Planting of(List<Document> documents, RandomGenerator random) {
        return new Planting(documents.stream().filter(Planting::isOrder).toList(),
                documents.stream()
                        .filter(document -> document.ordinary() && Strata.isRead(document.example.role()))
                        .toList(),
                random);
    }

    private static boolean isOrder(Document document) {
        return document.example.attack() && document.example.role() == Role.USER && document.length >= SHORTEST
                && document.length <= LONGEST;
    }

    /** So many texts; none where there is nothing to set or nothing to set it into. */
    List<Document> make(int count, int longest) {
        List<Document> made = new ArrayList<>();
        if (orders.isEmpty() || carriers.isEmpty()) return made;
        for (int i = 0; i < count; i++)
            made.add(one(longest));
        return made;
    }

    private Document one(int longest) {
        Example order = orders.get(random.nextInt(orders.size())).example;
        Example carrier = carriers.get(random.nextInt(carriers.size())).example;
        String text = carrier.text().substring(0, Math.min(CARRIER, carrier.text().length()));
        int at = edge(text);
        String before = text.substring(0, at).strip();
        String after = text.substring(at).strip();
        String gap = random.nextBoolean() ? "\n" : random.nextBoolean() ? "\n\n" : " ";
        String head = before.isEmpty() ? "" : before + gap;
        String whole = head + order.text().strip() + (after.isEmpty() ? "" : gap + after);
        Role role = random.nextBoolean() ? Role.DOCUMENT : Role.TOOL_RESULT;
        var example = new Example(whole, true, SOURCE + Calibrating.origin(carrier.source()), order.source(), role,
                false, 1);
        return Document.of(example, longest).within(head.length(), head.length() + order.text().strip().length());
    }

    /** The beginning, the end, or between two sentences. */
    private int edge(String text) {
        int kind = random.nextInt(4);
        if (kind == 0) return 0;
        if (kind == 1) return text.length();
        int from = random.nextInt(text.length());
        for (int i = from; i < text.length(); i++)
            if (".。!?\n".indexOf(text.charAt(i)) >= 0) return i + 1;
        return text.length();
    }
}
