package io.leeway.cli.cluster;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A line on a process that comes up or goes down: drawn again on a terminal, elsewhere written
 * once, when it is done. For one thread.
 */
final class ProcessLine {

    private final CommandScreen screen;
    private final String name;
    private final String doing;
    private final Clock clock;
    private final long beganMillis;

    ProcessLine(CommandScreen screen, String name, String doing, Clock clock) {
        this.screen = screen;
        this.name = name;
        this.doing = doing;
        this.clock = clock;
        this.beganMillis = clock.millis();
    }

    void draw() {
        if (screen.isTerminal()) {
            screen.draw(List.of(line(doing + ",")));
        }
    }

    void finish(String done) {
        screen.draw(List.of(line(done + " in")));
        screen.keep();
    }

    private String line(String what) {
        return String.format(
                Locale.ROOT,
                "%-13s  %s %s",
                name,
                what,
                ProgressBar.seconds(Duration.ofMillis(clock.millis() - beganMillis)));
    }
}
