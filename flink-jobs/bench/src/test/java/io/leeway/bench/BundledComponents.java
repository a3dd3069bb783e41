package io.leeway.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Completes the bill of materials of a Flink home: where in the home each component is, what is
 * shaded into its jars as their notices say, and the known vulnerabilities with what they mean
 * here. Components that are not in the home leave the bill. Run as a source file with the
 * build's class path: {@code java BundledComponents.java HOME VULNERABILITIES}. Without a bill,
 * as after an offline build, it does nothing.
 */
final class BundledComponents {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    /**
     * A line such as {@code - io.netty:netty-handler:4.2.6.Final}; a classifier may stand
     * before the version.
     */
    private static final Pattern BUNDLED = Pattern.compile("^\\s*- ([\\w.-]+):([\\w.-]+):(?:[\\w-]+:)?([\\w.-]+)");

    private final Path home;
    private final Map<Path, JarFile> jars = new LinkedHashMap<>();
    private final Map<String, Path> classPath;

    private BundledComponents(Path home) throws IOException {
        this.home = home;
        try (Stream<Path> files = Files.walk(home)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                jars.put(jar, new JarFile(jar.toFile()));
            }
        }
        this.classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .collect(Collectors.toMap(jar -> jar.getFileName().toString(), jar -> jar, (one, other) -> one));
    }

    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]).normalize();
        Path bill = home.resolve("sbom/leeway.cdx.json");
        if (!Files.exists(bill)) {
            System.out.println("No bill of materials: Maven is offline.");
            return;
        }
        ObjectNode bom = (ObjectNode) JSON.readTree(bill.toFile());
        new BundledComponents(home).complete(bom);
        bom.set("vulnerabilities", vulnerabilities(bom, Path.of(arguments[1])));
        Files.writeString(bill, JSON.writeValueAsString(bom) + "\n");
    }

    private void complete(ObjectNode bom) throws IOException {
        Set<String> absent = new TreeSet<>();
        ArrayNode kept = JSON.createArrayNode();
        for (JsonNode component : bom.get("components")) {
            List<Path> places = places((ObjectNode) component);
            if (places.isEmpty()) {
                absent.add(component.get("bom-ref").asText());
                continue;
            }
            ArrayNode occurrences =
                    ((ObjectNode) component).putObject("evidence").putArray("occurrences");
            places.forEach(place -> occurrences
                    .addObject()
                    .put("location", home.relativize(place).toString().replace(File.separatorChar, '/')));
            addBundled((ObjectNode) component);
            kept.add(component);
        }
        bom.set("components", kept);
        ArrayNode dependencies = JSON.createArrayNode();
        for (JsonNode dependency : bom.get("dependencies")) {
            if (!absent.contains(dependency.get("ref").asText())) {
                dependencies.add(dependency);
                ArrayNode on = JSON.createArrayNode();
                dependency.path("dependsOn").forEach(ref -> {
                    if (!absent.contains(ref.asText())) {
                        on.add(ref);
                    }
                });
                ((ObjectNode) dependency).set("dependsOn", on);
            }
        }
        bom.set("dependencies", dependencies);
    }

    /** The jars of the home that are the component, else those that have all its classes. */
    private List<Path> places(ObjectNode component) throws IOException {
        String classifier = component.get("purl").asText().replaceFirst("^[^?]*(?:.*classifier=([^&]+))?.*", "-$1");
        String name = component.get("name").asText() + "-"
                + component.get("version").asText() + (classifier.equals("-") ? "" : classifier) + ".jar";
        List<Path> ofThatName =
                jars.keySet().stream().filter(jar -> jar.endsWith(name)).toList();
        // Modules of this build are folders on the class path; the jobs have no jar of their own.
        if (!ofThatName.isEmpty() || component.get("group").asText().equals("io.leeway")) {
            return ofThatName.isEmpty() ? List.of(home.resolve("usrlib/leeway-jobs.jar")) : ofThatName;
        }
        Set<String> classes = classPath.containsKey(name) ? classesOf(classPath.get(name)) : Set.of();
        return jars.entrySet().stream()
                .filter(jar -> !classes.isEmpty()
                        && classes.stream().allMatch(each -> jar.getValue().getEntry(each) != null))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void addBundled(ObjectNode component) throws IOException {
        Path jar = classPath.get(
                component.get("name").asText() + "-" + component.get("version").asText() + ".jar");
        if (jar == null || !Files.isRegularFile(jar)) {
            return;
        }
        ArrayNode bundled = JSON.createArrayNode();
        for (List<String> part : bundledIn(jar)) {
            String purl = "pkg:maven/" + part.get(0) + "/" + part.get(1) + "@" + part.get(2);
            bundled.addObject()
                    .put("type", "library")
                    .put("bom-ref", component.get("bom-ref").asText() + "#" + purl)
                    .put("group", part.get(0))
                    .put("name", part.get(1))
                    .put("version", part.get(2))
                    .put("purl", purl);
        }
        if (!bundled.isEmpty()) {
            component.set("components", bundled);
        }
    }

    /** Group, artifact and version of what a jar's notice says is in it. */
    private static Set<List<String>> bundledIn(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry notice = file.getEntry("META-INF/NOTICE");
            if (notice == null) {
                return Set.of();
            }
            String text = new String(file.getInputStream(notice).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .map(BUNDLED::matcher)
                    .filter(line -> line.find())
                    .map(line -> List.of(line.group(1), line.group(2), line.group(3)))
                    .collect(Collectors.toCollection(LinkedHashSet::new));
        }
    }

    /**
     * The vulnerabilities, each with every place of what it affects; one that affects nothing
     * any more is an error.
     */
    private static ArrayNode vulnerabilities(ObjectNode bom, Path file) throws IOException {
        Map<String, List<String>> refs = new LinkedHashMap<>();
        Stream.concat(
                        stream(bom.get("components")),
                        stream(bom.get("components")).flatMap(each -> stream(each.path("components"))))
                .forEach(component -> refs.computeIfAbsent(
                                component.get("purl").asText().replaceFirst("\\?.*", ""), purl -> new ArrayList<>())
                        .add(component.get("bom-ref").asText()));
        ArrayNode vulnerabilities = (ArrayNode) JSON.readTree(file.toFile()).get("vulnerabilities");
        for (JsonNode vulnerability : vulnerabilities) {
            ArrayNode affects = JSON.createArrayNode();
            for (JsonNode affected : vulnerability.get("affects")) {
                String purl = affected.get("ref").asText();
                if (!refs.containsKey(purl)) {
                    throw new IllegalArgumentException(file.getFileName() + " says of "
                            + vulnerability.get("id").asText() + " that it affects " + purl
                            + ", which the home does not have; take it out");
                }
                refs.get(purl).forEach(ref -> affects.addObject().put("ref", ref));
            }
            ((ObjectNode) vulnerability).set("affects", affects);
        }
        return vulnerabilities;
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes.stream();
    }

    private static Set<String> classesOf(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class")
                            && !name.startsWith("META-INF/")
                            && !name.endsWith("module-info.class"))
                    .collect(Collectors.toSet());
        }
    }
}
