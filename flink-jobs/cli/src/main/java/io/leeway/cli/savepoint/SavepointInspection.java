package io.leeway.cli.savepoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.cli.console.ByteSizes;
import io.leeway.cli.console.TextTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is printed of a savepoint, for people and for programs. */
record SavepointInspection(SavepointContents contents, ShopperSizes sizes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(contents.path() + ", "
                + Instant.ofEpochMilli(contents.atMillis()).truncatedTo(ChronoUnit.SECONDS)
                + ", " + ByteSizes.words(contents.bytes()) + ", "
                + StateLedgers.jobOf(contents).map(job -> "of the job " + job).orElse("of an unknown job"));
        lines.add("");
        lines.addAll(operators());
        if (sizes.shoppers() > 0) {
            lines.add("");
            lines.addAll(shoppers());
        }
        return lines;
    }

    private List<String> operators() {
        TextTable table = new TextTable().row("operator", "parallelism", "size", "state", "written as");
        for (SavedOperator operator : contents.operators()) {
            boolean first = true;
            for (StateSchema state : operator.states()) {
                table.row(
                        first ? StateLedgers.nameOf(operator) : "",
                        first ? operator.parallelism() + " of " + operator.maxParallelism() : "",
                        first ? ByteSizes.words(operator.bytes()) : "",
                        state.name(),
                        state.words());
                first = false;
            }
        }
        return table.lines();
    }

    private List<String> shoppers() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d shoppers, %,d events that wait for the watermark; profiles by format: %s",
                sizes.shoppers(),
                sizes.pendingEvents(),
                sizes.formats()));
        lines.add("");
        TextTable table = new TextTable().row("state", "shoppers", "min", "median", "p99", "max", "total");
        sizes.byState()
                .forEach((state, each) -> table.row(
                        state,
                        TextTable.count(each.count()),
                        ByteSizes.words(each.quantile(0)),
                        ByteSizes.words(each.quantile(0.5)),
                        ByteSizes.words(each.quantile(0.99)),
                        ByteSizes.words(each.quantile(1)),
                        ByteSizes.words(each.total())));
        lines.addAll(table.lines());
        lines.add("");
        lines.add("profiles by size, from");
        lines.addAll(sizes.profiles().histogram());
        return lines;
    }

    List<String> json() {
        ObjectNode root = JSON.createObjectNode();
        root.put("path", contents.path());
        root.put("taken", Instant.ofEpochMilli(contents.atMillis()).toString());
        root.put("bytes", contents.bytes());
        StateLedgers.jobOf(contents).ifPresent(job -> root.put("job", job));
        var operators = root.putArray("operators");
        for (SavedOperator each : contents.operators()) {
            ObjectNode operator = operators.addObject();
            operator.put("uid", StateLedgers.nameOf(each));
            operator.put("id", each.id());
            operator.put("parallelism", each.parallelism());
            operator.put("maxParallelism", each.maxParallelism());
            operator.put("bytes", each.bytes());
            var states = operator.putArray("states");
            for (StateSchema state : each.states()) {
                ObjectNode node = states.addObject().put("name", state.name()).put("type", state.type());
                state.format().ifPresent(format -> node.put("format", format));
            }
        }
        root.put("shoppers", sizes.shoppers());
        root.put("pendingEvents", sizes.pendingEvents());
        ObjectNode formats = root.putObject("profileFormats");
        sizes.formats().forEach((format, count) -> formats.put(String.valueOf(format), count));
        ObjectNode states = root.putObject("shopperStates");
        sizes.byState().forEach((name, each) -> states.putObject(name)
                .put("shoppers", each.count())
                .put("minBytes", each.quantile(0))
                .put("medianBytes", each.quantile(0.5))
                .put("p99Bytes", each.quantile(0.99))
                .put("maxBytes", each.quantile(1))
                .put("totalBytes", each.total()));
        return root.toPrettyString().lines().toList();
    }
}
