package io.tokenward.rules.match;

import org.apache.lucene.search.Query;

/** A query and the text that it was parsed from. Immutable. */
public record SoughtQuery(String written, Query query) {}
