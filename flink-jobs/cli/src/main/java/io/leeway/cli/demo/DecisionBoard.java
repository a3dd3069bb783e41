package io.leeway.cli.demo;

import static io.leeway.cli.console.TextTable.count;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.cli.audit.DecisionFigures;
import io.leeway.cli.audit.DecisionReport;
import io.leeway.cli.console.TextTable;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a demo decided and what came of it, to show and to report. Keeps a decision's subject until
 * the demo ends; thread-safe.
 *
 * <p>Its shoppers are the simulator's, and so are all rates.
 */
public final class DecisionBoard {
    private static final int NEWEST = 3;
    private static final int ITEMS = 4;

    private final Map<String, String> subjects = new HashMap<>();
    private final Map<DecisionKind, Map<String, Tally>> tallies = new HashMap<>();
    private final Deque<JsonNode> lists = new ArrayDeque<>();
    private long recommended;

    private static final class Tally {
        private final long[] outcomes = new long[Outcome.Kind.values().length];
        private long decided;
        private double cost;
        private double value;

        private DecisionFigures figures() {
            return new DecisionFigures(
                    decided,
                    outcomes[Outcome.Kind.IMPRESSION.ordinal()],
                    outcomes[Outcome.Kind.CLICK.ordinal()],
                    outcomes[Outcome.Kind.CONVERSION.ordinal()] + outcomes[Outcome.Kind.REDEMPTION.ordinal()],
                    outcomes[Outcome.Kind.RETURN.ordinal()],
                    cost,
                    value);
        }
    }

    /** A record of a decision topic with the decisions in it. */
    synchronized void decided(JsonNode record, List<Decision> decisions) {
        if (record.path("items").isArray()) {
            recommended++;
            lists.addFirst(record);
            if (lists.size() > NEWEST) {
                lists.removeLast();
            }
        }
        for (int i = 0; i < decisions.size(); i++) {
            Decision decision = decisions.get(i);
            String subject = subject(record, i, decision);
            subjects.put(decision.id(), subject);
            tally(decision.kind(), subject).decided++;
        }
    }

    private static String subject(JsonNode record, int item, Decision decision) {
        return switch (decision.kind()) {
            case RECOMMENDATION ->
                record.path("items").path(item).path("source").asText("items");
            case AD -> record.path("campaign").asText(decision.action());
            case OFFER -> decision.control() ? "held out" : decision.action();
        };
    }

    /** Something came of a decision; of one that is not known nothing is counted. */
    synchronized void came(DecisionKind kind, Outcome outcome) {
        String subject = subjects.get(outcome.decisionId());
        if (subject != null) {
            Tally tally = tally(kind, subject);
            tally.outcomes[outcome.kind().ordinal()]++;
            if (outcome.value() < 0) {
                tally.cost -= outcome.value();
            } else {
                tally.value += outcome.value();
            }
        }
    }

    private Tally tally(DecisionKind kind, String subject) {
        return tallies.computeIfAbsent(kind, absent -> new TreeMap<>()).computeIfAbsent(subject, absent -> new Tally());
    }

    public synchronized Map<String, DecisionFigures> figures(DecisionKind kind) {
        Map<String, DecisionFigures> figures = new TreeMap<>();
        tallies.getOrDefault(kind, Map.of()).forEach((subject, tally) -> figures.put(subject, tally.figures()));
        return figures;
    }

    public synchronized long lists() {
        return recommended;
    }

    /** For the live table; none where nothing was decided. */
    synchronized List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!lists.isEmpty()) {
            TextTable table = new TextTable().row("recommended", "items", "why");
            for (JsonNode list : lists) {
                table.row(
                        list.path("user").asText(),
                        items(list),
                        list.path("items").path(0).path("reason").asText());
            }
            add(lines, table);
        }
        Map<String, DecisionFigures> sources = figures(DecisionKind.RECOMMENDATION);
        if (!sources.isEmpty()) {
            TextTable table = new TextTable().row("lists by source (simulated)", "items", "clicks", "click rate");
            sources.forEach((source, of) ->
                    table.row(source, count(of.decided()), count(of.clicks()), share(of.clicks(), of.decided())));
            add(lines, table);
        }
        Map<String, DecisionFigures> campaigns = figures(DecisionKind.AD);
        if (!campaigns.isEmpty()) {
            TextTable table = new TextTable()
                    .row("campaign (simulated)", "bids", "shown", "CTR", "conversions", "cost", "return on spend");
            campaigns.forEach((campaign, of) -> table.row(
                    campaign,
                    count(of.decided()),
                    count(of.impressions()),
                    share(of.clicks(), of.impressions()),
                    count(of.conversions()),
                    money(of.cost()),
                    of.cost() > 0 ? String.format(Locale.ROOT, "%.2f", of.value() / of.cost()) : "–"));
            add(lines, table);
        }
        Map<String, DecisionFigures> offers = figures(DecisionKind.OFFER);
        if (!offers.isEmpty()) {
            TextTable table = new TextTable().row("win-back (simulated)", "shoppers", "came back", "share", "margin");
            offers.forEach((treatment, of) -> table.row(
                    treatment,
                    count(of.decided()),
                    count(of.returns()),
                    share(of.returns(), of.decided()),
                    money(of.value() - of.cost())));
            add(lines, table);
        }
        return lines;
    }

    private static void add(List<String> lines, TextTable table) {
        lines.add("");
        lines.addAll(table.lines());
    }

    private static String items(JsonNode list) {
        List<String> names = new ArrayList<>();
        for (JsonNode item : list.path("items")) {
            if (names.size() < ITEMS) {
                names.add(
                        item.path("category").asText() + " " + item.path("item").asText());
            }
        }
        return String.join(", ", names);
    }

    private static String money(double money) {
        return String.format(Locale.ROOT, "%,.2f", money);
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.3f", part / (double) whole);
    }

    DecisionReport report() {
        return new DecisionReport(
                true,
                lists(),
                figures(DecisionKind.RECOMMENDATION),
                figures(DecisionKind.AD),
                figures(DecisionKind.OFFER));
    }
}
