package io.leeway.scoring;

import io.leeway.model.LogHistogram;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.jspecify.annotations.Nullable;

/**
 * When a bundle closes, and what waits behind it: the mechanics of a bundle operator, whatever its rows are.
 *
 * <p>A bundle closes at its size, after its linger, when rows of another bundle come, and whenever the operator says so: before each barrier and at the end. A watermark
 * waits behind the rows that came before it. Used by its operator's task thread alone.
 */
final class Bundler<A> {
    private final ProcessingTimeService time;
    private final BundleOptions options;
    private final Consumer<A> out;
    private final Consumer<Watermark> marks;
    private final LogHistogram waitMillis = new LogHistogram();

    private @Nullable Bundle<A> open;
    private @Nullable Watermark held;
    private long openedAtMillis;
    private boolean lingering;

    /**
     * @param out takes the answers
     * @param marks takes the watermarks, after what came before them
     */
    Bundler(ProcessingTimeService time, BundleOptions options, Consumer<A> out, Consumer<Watermark> marks) {
        this.time = time;
        this.options = options;
        this.out = out;
        this.marks = marks;
    }

    /** Closes the open bundle, unless it is this one: to be called before a row is added to it. */
    void turnTo(Bundle<A> bundle) {
        if (open != null && open != bundle) {
            flush();
        }
    }

    /** A row was added to this bundle. */
    void added(Bundle<A> bundle) {
        if (open == null) {
            open = bundle;
            openedAtMillis = now();
            linger();
        }
        if (bundle.rows() >= options.rows()) {
            flush();
        }
    }

    /** Answers what waits, and lets the watermark go that was held. */
    void flush() {
        Bundle<A> bundle = open;
        if (bundle != null) {
            open = null;
            waitMillis.record(now() - openedAtMillis);
            bundle.answer(this::now, out);
        }
        Watermark mark = held;
        if (mark != null) {
            held = null;
            marks.accept(mark);
        }
    }

    /** Passes a watermark on, behind the rows that came before it. */
    void mark(Watermark mark) {
        if (open == null) {
            marks.accept(mark);
        } else {
            held = mark;
        }
    }

    /** How long the first row of each bundle waited for its call, milliseconds. */
    LogHistogram waitMillis() {
        return waitMillis;
    }

    /** One timer at a time: it looks whether the bundle that is open when it rings has waited long enough. */
    private void linger() {
        if (!lingering) {
            lingering = true;
            time.registerTimer(openedAtMillis + options.linger().toMillis(), ringing -> {
                lingering = false;
                if (open != null && now() - openedAtMillis >= options.linger().toMillis()) {
                    flush();
                } else if (open != null) {
                    linger();
                }
            });
        }
    }

    private long now() {
        return time.getCurrentProcessingTime();
    }
}
