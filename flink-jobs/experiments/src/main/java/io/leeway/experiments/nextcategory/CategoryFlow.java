package io.leeway.experiments.nextcategory;

import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.NextCategory;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where shoppers go from the categories in which most of them are, as a model sees it. */
final class CategoryFlow {
    private static final int MOST = 12;

    private CategoryFlow() {}

    /** Of the shoppers last in a category, the share for whom the model puts another one first. */
    static EvaluationChart chart(List<NextCategory> asked, List<List<String>> firsts) {
        Map<String, Integer> ending = new HashMap<>();
        Map<String, Integer> going = new HashMap<>();
        for (int row = 0; row < firsts.size(); row++) {
            List<String> earlier = asked.get(row).earlier();
            if (!earlier.isEmpty()) {
                ending.merge(earlier.get(earlier.size() - 1), 1, Integer::sum);
                other(earlier, firsts.get(row)).forEach(to -> going.merge(to, 1, Integer::sum));
            }
        }
        List<String> from = most(ending);
        List<String> to = most(going);
        double[][] counts = new double[from.size()][to.size()];
        for (int row = 0; row < firsts.size(); row++) {
            List<String> earlier = asked.get(row).earlier();
            int at = earlier.isEmpty() ? -1 : from.indexOf(earlier.get(earlier.size() - 1));
            for (String first : at < 0 ? List.<String>of() : other(earlier, firsts.get(row))) {
                int column = to.indexOf(first);
                if (column >= 0) {
                    counts[at][column]++;
                }
            }
        }
        return new EvaluationChart.Heat(
                "Where they go next: the model's first category besides the last one",
                "to",
                "from the last action's",
                from,
                to,
                counts);
    }

    /** The first category besides the last action's; none where the list has no other. */
    private static List<String> other(List<String> earlier, List<String> firsts) {
        String last = earlier.get(earlier.size() - 1);
        return firsts.stream().filter(first -> !first.equals(last)).limit(1).toList();
    }

    private static List<String> most(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
    }
}
