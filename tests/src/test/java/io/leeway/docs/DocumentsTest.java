package io.leeway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.Leeway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What documents name is there, and they are written in plain technical English. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern SOURCE = Pattern.compile("`(?:[\\w/-]+/)?(\\w+\\.java|[A-Z]\\w*[a-z0-9](?:Test|IT))`");
    private static final int MOST_README_BYTES = 10_000;

    @Test
    void everyRelativeLinkResolves() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : Documents.all()) {
            for (Matcher link = LINK.matcher(Documents.prose(document)); link.find(); links++) {
                Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
                boolean anchored = link.group(2) == null
                        || Files.isRegularFile(target)
                                && Documents.anchors(target).contains(link.group(2));
                if (!Files.exists(target) || !anchored) {
                    broken.add(Documents.ROOT.relativize(document) + ": " + link.group());
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    /** The maps of the modules name the file to change, the table of promises the tests. */
    @Test
    void everySourceFileThatIsNamedIsThere() throws IOException {
        Set<String> sources;
        try (Stream<Path> files = Files.walk(Documents.ROOT)) {
            sources = files.filter(file -> file.toString().contains("/src/"))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());
        }
        List<String> missing = new ArrayList<>();
        for (Path document : Documents.all()) {
            for (Matcher source = SOURCE.matcher(Documents.prose(document)); source.find(); ) {
                String named = source.group(1);
                if (!sources.contains(named.endsWith(".java") ? named : named + ".java")) {
                    missing.add(Documents.ROOT.relativize(document) + ": " + source.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.size(Documents.ROOT.resolve("README.md"))).isLessThanOrEqualTo(MOST_README_BYTES);
    }

    @Test
    void theReadmeListsEveryCommand() {
        String readme = Documents.read(Documents.ROOT.resolve("README.md"));
        assertThat(Leeway.commandLine(false).getSubcommands().values())
                .filteredOn(command -> !command.getCommandSpec().usageMessage().hidden())
                .extracting(command -> command.getCommandName())
                .allSatisfy(name -> assertThat(readme).contains("\n| `" + name + "` | "));
    }

    @Test
    void documentsAreInPlainEnglish() throws IOException {
        assertThat(Documents.forbiddenWords(Documents.all())).isEmpty();
    }

    @Test
    void mainSourcesAreInPlainEnglish() throws IOException {
        assertThat(Documents.forbiddenWords(Documents.mainSources())).isEmpty();
    }
}
