package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The jobs in a jar: classes {@code io.leeway.jobs.…Job}.
 *
 * @param classes full names, in order
 */
record ShippedJobs(Path jar, List<String> classes) {

    private static final Pattern JOB = Pattern.compile("(io/leeway/jobs/[A-Z]\\w*Job)\\.class");

    static ShippedJobs of(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new UserError("Expected a job jar at " + jar + ", found none; build one with mvn package");
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            return new ShippedJobs(
                    jar,
                    file.stream()
                            .map(entry -> JOB.matcher(entry.getName()))
                            .filter(Matcher::matches)
                            .map(matcher -> matcher.group(1).replace('/', '.'))
                            .sorted()
                            .toList());
        } catch (IOException e) {
            throw new UserError("Expected a job jar at " + jar + ", found: " + e.getMessage(), e);
        }
    }

    static Path jar(Path home) {
        return home.resolve("usrlib/leeway-jobs.jar");
    }

    /** The class that a name means, in full or without its package. */
    String named(String name) {
        return classes.stream()
                .filter(each -> each.equals(name) || shortName(each).equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("Expected a job of " + jar.getFileName() + ", found '" + name
                        + "'; there are "
                        + String.join(
                                ", ",
                                classes.stream().map(ShippedJobs::shortName).toList())));
    }

    private static String shortName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
