package io.tokenward.rules;

import io.tokenward.rules.match.QueryMatcher;
import io.tokenward.rules.match.RuleAnalyzer;

import org.apache.lucene.queryparser.flexible.core.QueryNodeException;
import org.apache.lucene.queryparser.flexible.standard.StandardQueryParser;
import org.apache.lucene.search.Query;

/** Lucene's standard parser as rules use it, made once for many queries: to make one is dearer than to parse a query. Not thread-safe. */
final class QueryReader {
    private final StandardQueryParser parser = new StandardQueryParser(new RuleAnalyzer());

    QueryReader() {
        parser.setAllowLeadingWildcard(false);
    }

    /** The query that an expanded text is. */
    Query read(String expanded) throws QueryNodeException {
        return parser.parse(expanded, QueryMatcher.FIELD);
    }
}
