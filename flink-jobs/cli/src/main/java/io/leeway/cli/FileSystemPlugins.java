package io.leeway.cli;

import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Flink's file systems in the command's own process, with the settings of the home: {@code s3://}
 * is a plugin there. Without the variables that the home's script sets, there is none.
 */
final class FileSystemPlugins {
    private FileSystemPlugins() {}

    /** Loads them where an argument is an address; it takes a moment. */
    static void load(String... arguments) {
        if (Arrays.stream(arguments).anyMatch(argument -> argument.contains("://"))) {
            // The S3 plugin's library would announce its own end on standard error.
            System.setProperty("aws.java.v1.disableDeprecationAnnouncement", "true");
            Configuration settings = GlobalConfiguration.loadConfiguration();
            FileSystem.initialize(settings, PluginUtils.createPluginManagerFromRootFolder(settings));
        }
    }
}
