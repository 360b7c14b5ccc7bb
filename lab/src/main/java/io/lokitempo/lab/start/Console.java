package io.lokitempo.lab.start;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The one readable log of a run: the time, the part that speaks, its line. Coloured on a terminal only. */
final class Console {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final int[] COLOURS = {36, 32, 33, 35, 34};

    private final PrintStream out;
    private final boolean coloured;

    Console(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** On standard output, coloured where that is a terminal and NO_COLOR does not forbid it. */
    static Console standard() {
        boolean terminal = Optional.ofNullable(System.console())
                .filter(java.io.Console::isTerminal)
                .isPresent();
        return new Console(System.out, terminal && System.getenv("NO_COLOR") == null);
    }

    void say(String part, String line) {
        String label = "%s %-8s |".formatted(TIME.format(LocalTime.now(ZoneId.systemDefault())), part);
        int colour = COLOURS[Math.floorMod(part.hashCode(), COLOURS.length)];
        out.println((coloured ? "\033[" + colour + "m" + label + "\033[0m" : label) + " " + line);
    }
}
