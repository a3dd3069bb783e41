package io.leeway.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command that a document, a help text or a manifest states.
 *
 * @param place where it is: a file or the help of a command
 * @param words the program and its arguments, without comments, pipes and quotes; what follows an ellipsis is left out
 * @param isExcerpt whether it leaves out arguments: it has an ellipsis, or names a command within a sentence
 */
record DocumentedCommand(String place, List<String> words, boolean isExcerpt) {
    private static final Pattern PROGRAM =
            Pattern.compile("(?:\\./|bin/)?(leeway|mvn|flink|kubectl|kustomize|buildah|podman|docker|helm|aws)");
    private static final Pattern BEFORE = Pattern.compile("^\\$ |^timeout -s KILL \\d+ |^\\(cd \\S+ && ");
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");
    private static final String ELLIPSIS = "…";

    DocumentedCommand {
        words = List.copyOf(words);
    }

    /** The command of a line, if it is one of a known program. */
    static List<DocumentedCommand> of(String place, String line, boolean isExcerpt) {
        String bare = BEFORE.matcher(line.strip()).replaceAll("");
        bare = BEFORE.matcher(bare).replaceAll("");
        // A comment, or what the help says of an example, is at some distance.
        bare = bare.replaceFirst("\\s+#.*$|\\s{3,}.*$", "").replaceFirst("\\s+[|>]\\s.*$", "");
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(bare); word.find(); ) {
            words.add(word.group().replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"));
        }
        Matcher program = PROGRAM.matcher(words.isEmpty() ? "" : words.get(0));
        if (!program.matches() || words.size() < 2) {
            return List.of();
        }
        words.set(0, program.group(1));
        int end = words.indexOf(ELLIPSIS);
        return List.of(new DocumentedCommand(place, end < 0 ? words : words.subList(0, end), isExcerpt || end >= 0));
    }

    String program() {
        return words.get(0);
    }

    List<String> arguments() {
        return words.subList(1, words.size());
    }

    @Override
    public String toString() {
        return place + ": " + String.join(" ", words) + (isExcerpt ? " …" : "");
    }
}
