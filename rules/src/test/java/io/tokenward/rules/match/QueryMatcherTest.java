package io.tokenward.rules.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.text.Folding;
import java.lang.ref.WeakReference;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.Test;

class QueryMatcherTest {
    @Test
    void aThreadThatHasMatchedKeepsNoMatcherThatIsOutOfUse() {
        WeakReference<QueryMatcher> gone = used();

        for (int i = 0; i < 100 && gone.get() != null; i++)
            System.gc();

        assertThat(gone.get()).isNull();
    }

    private static WeakReference<QueryMatcher> used() {
        var query = new SoughtQuery("vault", new TermQuery(new Term(QueryMatcher.FIELD, "vault")));
        var matcher = new QueryMatcher(List.of(query));
        var wanted = new BitSet();
        wanted.set(0);
        var found = new BitSet();
        matcher.match(Folding.fold("open the vault"), wanted, _ -> {}, () -> {}, (number, _, _) -> found.set(number));
        assertThat(found.get(0)).isTrue();
        return new WeakReference<>(matcher);
    }
}
