package io.tokenward.proxy.config;

/** How texts of the file stand in messages. */
final class Words {
    private static final int LONGEST = 60;

    private Words() {}

    /** The text in quotation marks, cut where long and without characters that could disturb a terminal. */
    static String quoted(String text) {
        var shown = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(point -> {
            boolean printable = !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT
                    && Character.getType(point) != Character.SURROGATE && point != 0x2028 && point != 0x2029;
            shown.appendCodePoint(printable ? point : '?');
        });
        if (text.codePointCount(0, text.length()) > LONGEST) shown.append('…');
        return shown.append('"').toString();
    }
}
