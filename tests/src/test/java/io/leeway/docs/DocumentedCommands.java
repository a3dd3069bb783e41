package io.leeway.docs;

import io.leeway.cli.Leeway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/** All commands that the project states. */
final class DocumentedCommands {
    private static final Pattern IN_TEXT =
            Pattern.compile("`((?:\\./|bin/)?(?:leeway|mvn|flink run|kubectl|podman|buildah|docker) [^`\"]+)`");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*+)\"");

    private DocumentedCommands() {}

    /** Of blocks of code, in documents. */
    static List<DocumentedCommand> inBlocks() throws IOException {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (Path document : Documents.all()) {
            for (String line : Documents.codeLines(document, "")) {
                commands.addAll(DocumentedCommand.of(place(document), line, false));
            }
        }
        return commands;
    }

    /** Lines of blocks that are marked as shell and hold none of the commands. */
    static List<String> notUnderstood() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path document : Documents.all()) {
            Documents.codeLines(document, "sh").stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .filter(line ->
                            DocumentedCommand.of(place(document), line, false).isEmpty())
                    .forEach(line -> lines.add(place(document) + ": " + line));
        }
        return lines;
    }

    /** Within sentences of documents, and of what the commands and jobs print. */
    static List<DocumentedCommand> inText() throws IOException {
        LinkedHashSet<DocumentedCommand> commands = new LinkedHashSet<>();
        for (Path document : Documents.all()) {
            commands.addAll(inText(document, Documents.prose(document)));
        }
        for (Path source : Documents.mainSources()) {
            for (Matcher text = TEXT.matcher(Documents.read(source)); text.find(); ) {
                commands.addAll(inText(source, text.group(1)));
            }
        }
        return List.copyOf(commands);
    }

    private static List<DocumentedCommand> inText(Path file, String text) {
        return IN_TEXT.matcher(text)
                .results()
                .flatMap(match ->
                        DocumentedCommand.of(place(file), match.group(1).replaceAll("\\s+", " "), true).stream())
                .toList();
    }

    /** The examples below the help of each command. */
    static List<DocumentedCommand> inHelp() {
        return inHelp(Leeway.commandLine(false)).toList();
    }

    private static Stream<DocumentedCommand> inHelp(CommandLine command) {
        String place = command.getCommandSpec().qualifiedName() + " --help";
        Stream<DocumentedCommand> own =
                Documents.joined(List.of(command.getCommandSpec().usageMessage().footer())).stream()
                        .flatMap(line -> DocumentedCommand.of(place, line, line.contains("COMMAND")).stream());
        return Stream.concat(
                own, command.getSubcommands().values().stream().distinct().flatMap(DocumentedCommands::inHelp));
    }

    /** Of comments in manifests, the image's file and SQL. */
    static List<DocumentedCommand> inComments() throws IOException {
        List<DocumentedCommand> commands = new ArrayList<>();
        for (String folder : List.of("k8s", "sql")) {
            try (Stream<Path> files = Files.walk(Documents.ROOT.resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(".md"))
                        .toList()) {
                    Documents.read(file)
                            .lines()
                            .filter(line -> line.matches("\\s*(#|--).*"))
                            // A command is the comment, or follows a colon.
                            .map(line -> line.replaceFirst("^\\s*(?:#|--)\\s*(?:.*: (?=\\w+ ))?", ""))
                            .forEach(line -> commands.addAll(DocumentedCommand.of(place(file), line, false)));
                }
            }
        }
        return commands;
    }

    private static String place(Path file) {
        return Documents.ROOT.relativize(file).toString();
    }
}
