package io.leeway.cli.savepoint;

import java.nio.file.Path;

/** Where savepoints lie: an address that Flink can read, or a folder of this machine. */
final class SavepointLocation {
    private SavepointLocation() {}

    static String of(String folder) {
        return folder.matches("[a-z][a-z0-9+.-]+:.*")
                ? folder
                : Path.of(folder)
                        .toAbsolutePath()
                        .normalize()
                        .toUri()
                        .toString()
                        .replaceFirst("/$", "");
    }
}
