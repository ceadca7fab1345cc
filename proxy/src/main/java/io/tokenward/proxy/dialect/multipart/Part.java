package io.tokenward.proxy.dialect.multipart;

import java.util.Optional;

/**
 * One part of a form with its place in the body.
 *
 * @param name of the field
 * @param filename where the part is a file
 * @param type its media type as sent, or empty
 * @param start of the content, in bytes of the body
 * @param end after the content
 */
public record Part(String name, Optional<String> filename, String type, int start, int end) {}
