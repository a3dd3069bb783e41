package io.leeway.decisions.effect;

import io.leeway.topics.Effect;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The newest window's figures as gauges, {@code leeway_effect_<figure>} with the labels
 * {@code kind}, {@code name} and {@code version}; there are none before a window has closed, nor
 * after a restart until the next one closes.
 */
final class EffectGauges {
    private final MetricGroup group;
    private final Map<String, Double> newest = new ConcurrentHashMap<>();
    private final Map<String, MetricGroup> groups = new HashMap<>();

    EffectGauges(MetricGroup group) {
        this.group = group;
    }

    void show(Effect effect) {
        String subject = effect.kind() + '/' + effect.name() + '/' + effect.version();
        MetricGroup own = groups.computeIfAbsent(subject, absent -> group.addGroup("leeway")
                .addGroup("effect")
                .addGroup("kind", effect.kind())
                .addGroup("name", effect.name())
                .addGroup("version", Long.toString(effect.version())));
        effect.figures().forEach((figure, value) -> {
            String key = subject + '/' + figure;
            if (newest.put(key, value) == null) {
                own.gauge(figure.replace('.', '_'), (Gauge<Double>) () -> newest.getOrDefault(key, Double.NaN));
            }
        });
    }
}
