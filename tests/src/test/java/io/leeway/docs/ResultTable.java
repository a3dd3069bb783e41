package io.leeway.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Prints the results of a build's test classes, of all modules, the slowest first. Run as a source file: {@code java ResultTable.java ROOT START}, where reports
 * that are older than the instant START are left out. Exit code 1 when a test failed or none was found.
 */
final class ResultTable {
    private ResultTable() {}

    private record TestClass(String name, int tests, int failures, int skipped, double seconds) {}

    public static void main(String[] arguments) throws IOException {
        Instant start = Instant.parse(arguments[1]);
        List<TestClass> classes;
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]), 5)) {
            classes = files.filter(
                            file -> file.toString().matches(".*/target/(surefire|failsafe)-reports/TEST-.*\\.xml"))
                    .filter(file ->
                            !file.toFile().isDirectory() && file.toFile().lastModified() >= start.toEpochMilli())
                    .map(ResultTable::read)
                    .sorted(Comparator.comparingDouble(TestClass::seconds).reversed())
                    .toList();
        }
        TestClass total =
                classes.stream().reduce(new TestClass(classes.size() + " classes", 0, 0, 0, 0), ResultTable::plus);
        int width = classes.stream().mapToInt(each -> each.name.length()).max().orElse(20);
        System.out.printf(
                Locale.ROOT,
                "%-" + width + "s  %6s  %8s  %7s  %8s%n",
                "test class",
                "tests",
                "failures",
                "skipped",
                "seconds");
        Stream.concat(classes.stream(), Stream.of(total))
                .forEach(each -> System.out.printf(
                        Locale.ROOT,
                        "%-" + width + "s  %,6d  %8d  %7d  %,8.1f%n",
                        each.name,
                        each.tests,
                        each.failures,
                        each.skipped,
                        each.seconds));
        if (total.failures > 0 || total.tests == 0) {
            System.exit(1);
        }
    }

    private static TestClass plus(TestClass sum, TestClass each) {
        return new TestClass(
                sum.name,
                sum.tests + each.tests,
                sum.failures + each.failures,
                sum.skipped + each.skipped,
                sum.seconds + each.seconds);
    }

    /** The attributes of the report's root; errors count as failures. */
    private static TestClass read(Path report) {
        try (InputStream in = Files.newInputStream(report)) {
            XMLStreamReader xml = XMLInputFactory.newFactory().createXMLStreamReader(in);
            xml.nextTag();
            return new TestClass(
                    xml.getAttributeValue(null, "name"),
                    count(xml, "tests"),
                    count(xml, "failures") + count(xml, "errors"),
                    count(xml, "skipped"),
                    Double.parseDouble(xml.getAttributeValue(null, "time").replace(",", "")));
        } catch (IOException | XMLStreamException e) {
            throw new IllegalStateException("Cannot read " + report, e);
        }
    }

    private static int count(XMLStreamReader xml, String attribute) {
        return Integer.parseInt(xml.getAttributeValue(null, attribute));
    }
}
