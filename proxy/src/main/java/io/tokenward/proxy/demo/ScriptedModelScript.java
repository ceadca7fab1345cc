package io.tokenward.proxy.demo;

import java.time.Duration;
import java.util.regex.Pattern;

/** How a request is to be answered, read from the model name it gave. */
sealed interface ScriptedModelScript {
    /** A model that answers as a model should. */
    record Answer() implements ScriptedModelScript {}

    /** The answer without its usage. */
    record NoUsage() implements ScriptedModelScript {}

    /** Nothing for a while, then the answer. */
    record Slow(Duration firstByteAfter) implements ScriptedModelScript {}

    /** The answer with that pause after every chunk. */
    record Drip(Duration pause) implements ScriptedModelScript {}

    /** An answer of so many KiB of text. */
    record Big(int kibibytes) implements ScriptedModelScript {}

    /** The first chunks of the answer, then the end of the connection, by a TCP reset if {@code reset}. */
    record DieMidstream(boolean reset) implements ScriptedModelScript {}

    /** The first chunks of the answer, then an error in the API's own form and a proper end. */
    record ErrorMidstream() implements ScriptedModelScript {}

    /** An answer before the request was read. */
    record Early() implements ScriptedModelScript {}

    /** Bytes that are no HTTP. */
    record Garbage() implements ScriptedModelScript {}

    /** HTTP 500. */
    record ServerError() implements ScriptedModelScript {}

    /** HTTP 429 with a time to wait. */
    record RateLimited() implements ScriptedModelScript {}

    Pattern NUMBERED = Pattern.compile("script-(slow|drip|big)-([0-9]{1,6})");

    /** The script a model name asks for; any other name is a model that answers. */
    static ScriptedModelScript of(String model) {
        var numbered = NUMBERED.matcher(model);
        if (numbered.matches()) {
            int number = Integer.parseInt(numbered.group(2));
            return switch (numbered.group(1)) {
                case "slow" -> new Slow(Duration.ofMillis(number));
                case "drip" -> new Drip(Duration.ofMillis(number));
                default -> new Big(number);
            };
        }
        return switch (model) {
            case "script-slow" -> new Slow(Duration.ofSeconds(1));
            case "script-die-midstream" -> new DieMidstream(false);
            case "script-reset-midstream" -> new DieMidstream(true);
            case "script-error-midstream" -> new ErrorMidstream();
            case "script-garbage" -> new Garbage();
            case "script-500" -> new ServerError();
            case "script-429" -> new RateLimited();
            case "script-early" -> new Early();
            case "script-no-usage" -> new NoUsage();
            default -> new Answer();
        };
    }
}
