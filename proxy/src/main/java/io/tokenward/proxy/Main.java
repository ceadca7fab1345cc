package io.tokenward.proxy;

import io.tokenward.proxy.cli.Commands;

/** The program's entry: exit status 0 done, 1 the answer is no, 2 wrong use. */
public final class Main {
    private Main() {}

    /** Runs the command of {@code arguments}. */
    public static void main(String[] arguments) {
        System.exit(Commands.run(arguments));
    }
}
