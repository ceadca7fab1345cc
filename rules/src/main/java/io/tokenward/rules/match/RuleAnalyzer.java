package io.tokenward.rules.match;

import io.tokenward.detectors.text.Folding;
import io.tokenward.detectors.text.TextView;
import java.io.IOException;
import java.io.Reader;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/** Lucene's view of {@link Words}: folds a rule's words as texts are folded, then cuts them as texts are cut. Thread-safe. */
public final class RuleAnalyzer extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
        return new TokenStreamComponents(new FoldedWords());
    }

    /** Wildcards and fuzzy terms are folded too, but not cut. */
    @Override
    protected TokenStream normalize(String field, TokenStream in) {
        return in;
    }

    @Override
    protected Reader initReaderForNormalization(String field, Reader reader) {
        return reader;
    }

    private static final class FoldedWords extends Tokenizer {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);
        private final Words words = new Words();
        /** Kept, since a rule's queries are mostly single words. */
        private final char[] buffer = new char[1024];
        private boolean read;

        @Override
        public boolean incrementToken() throws IOException {
            clearAttributes();
            if (!read) {
                TextView folded = Folding.fold(all());
                words.reset(folded.chars(), folded.length());
                read = true;
            }
            if (!words.next()) return false;
            term.copyBuffer(words.term, words.termStart, words.termLength);
            offset.setOffset(words.start, words.end);
            return true;
        }

        private String all() throws IOException {
            StringBuilder text = new StringBuilder();
            for (int n; (n = input.read(buffer)) > 0;)
                text.append(buffer, 0, n);
            return text.toString();
        }

        @Override
        public void reset() throws IOException {
            super.reset();
            read = false;
        }
    }
}
