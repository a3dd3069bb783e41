package io.leeway.secured;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Keys and self-signed certificates in PKCS12 files of a folder, made by the JDK's keytool. */
record Certificates(Path folder) {
    static final String PASSWORD = "store-secret";

    /** A key and its certificate, in {@code NAME.p12}. */
    Path key(String name) throws IOException, InterruptedException {
        Path store = folder.resolve(name + ".p12");
        keytool(
                store,
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-validity",
                "2");
        return store;
    }

    /** A store of that certificate alone, for those that trust it. */
    Path trust(String name) throws IOException, InterruptedException {
        Path certificate = folder.resolve(name + ".crt");
        Path store = folder.resolve(name + "-trust.p12");
        keytool(folder.resolve(name + ".p12"), "-exportcert", "-alias", name, "-file", certificate.toString());
        keytool(store, "-importcert", "-noprompt", "-alias", name, "-file", certificate.toString());
        return store;
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }
}
