package io.tokenward.proxy.dialect;

/**
 * One thing an endpoint can be asked for.
 *
 * @param name the word of audit lines, such as {@code chat}
 * @param screened whether its body holds a prompt
 * @param billed whether it costs tokens
 */
public record Operation(String name, boolean screened, boolean billed) {}
