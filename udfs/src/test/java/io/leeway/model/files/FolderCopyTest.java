package io.leeway.model.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.model.files.SourceFolder.Entry;
import io.leeway.model.files.SourceFolder.Kind;
import io.leeway.model.files.SourceFolder.Listing;
import io.leeway.model.files.SourceFolder.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderCopyTest {

    private static final FolderLimits LIMITS =
            new FolderLimits(100, 3, 1 << 20, Map.of("graph.pb", 1L << 10, "assets/", 1L << 16));
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path base;

    private final String marker = "marker-" + UUID.randomUUID();
    private Path folder = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectories(base.resolve("1"));
        Files.writeString(folder.resolve(marker), "abc");
        Files.createDirectories(folder.resolve("variables"));
        Files.writeString(folder.resolve("variables/index"), "abc");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(all.filter(path -> path.getFileName().toString().startsWith("leeway-model-"))
                            .filter(path -> Files.exists(path.resolve(marker))))
                    .isEmpty();
        }
    }

    @Test
    void aCopyIsThisUsersAloneAndGoesWhenItIsClosed() throws IOException {
        Path path;
        try (FolderCopy copy = FolderCopy.of(new LocalFolder(folder), LIMITS)) {
            path = copy.path();
            assertThat(copy.hashes()).containsExactly(Map.entry(marker, ABC), Map.entry("variables/index", ABC));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
            Files.writeString(folder.resolve("variables/index"), "changed");
            assertThat(path.resolve("variables/index")).hasContent("abc");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aCopyGoesWithTheJvm() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leaving.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String path = new String(child.getInputStream().readAllBytes()).strip();
        assertThat(child.waitFor()).isZero();
        assertThat(path).contains("leeway-model-");
        assertThat(Path.of(path)).doesNotExist();
    }

    /** A JVM that ends with a copy open. */
    public static final class Leaving {
        public static void main(String[] folder) throws IOException {
            Path path =
                    FolderCopy.of(new LocalFolder(Path.of(folder[0])), LIMITS).path();
            if (Files.exists(path.resolve("variables/index"))) {
                System.out.println(path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside.txt", "variables/index", "variables", "nowhere", "/etc", "."})
    void aSymbolicLinkIsRefusedWhereverItLeads(String target) throws IOException {
        Files.writeString(base.resolve("outside.txt"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), Path.of(target));
        assertRefused("expected files and folders alone, found the symbolic link link; put the file in its place");
    }

    @Test
    void aSymbolicLinkFurtherDownIsRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("variables/data"), Path.of("index"));
        assertRefused("found the symbolic link variables/data");
    }

    @Test
    void theFolderItselfMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(base.resolve("current"), folder);
        assertThat(FolderReading.read(new LocalFolder(link), LIMITS, null)).hasSize(2);
    }

    @Test
    void aLinkThatTakesAFilesOrFoldersPlaceIsNotFollowed() throws IOException {
        Files.writeString(base.resolve("outside.txt"), "secret");
        Files.createDirectories(base.resolve("outside"));
        try (Listing listing = new LocalFolder(folder).open()) {
            Iterator<? extends Entry> entries = listing.entries();
            for (int i = 0; i < 2; i++) {
                Entry entry = entries.next();
                Path path = folder.resolve(entry.name());
                if (entry.status().kind() == Kind.FILE) {
                    Files.delete(path);
                    Files.createSymbolicLink(path, base.resolve("outside.txt"));
                    assertThatThrownBy(entry::file).isInstanceOf(IOException.class);
                } else {
                    Files.move(path, base.resolve("moved"));
                    Files.createSymbolicLink(path, base.resolve("outside"));
                    assertThatThrownBy(entry::folder).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void aSocketIsRefused() throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
            assertRefused("expected files and folders alone, found s, which is neither");
        }
    }

    /** In the list of hashes, the first is a second file, the second the file of another folder. */
    @ParameterizedTest
    @ValueSource(strings = {"a " + ABC + "\nb", "variables\\index"})
    void aNameThatLooksLikeAnotherIsRefused(String name) throws IOException {
        Files.writeString(folder.resolve(name), "abc");
        assertRefused("expected names without \\, / and control characters, found the file " + name.replace('\n', '?')
                + "; rename it");
    }

    @Test
    void aHundredThousandFilesAreNotListed() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (int i = 0; i < 100_000; i++) {
            Files.createFile(many.resolve(Integer.toString(i)));
        }
        assertRefused("expected at most 100 files and folders, found more; remove what does not belong to it");
    }

    @Test
    void foldersWithoutEndAreRefused() throws IOException {
        Files.createDirectories(folder.resolve("a/b/c"));
        assertRefused("expected folders nested at most 3 deep, found the folder a/b/c/; remove");
    }

    @ParameterizedTest
    @ValueSource(strings = {"graph.pb", "assets/words.txt", "variables/data"})
    void tenGigabytesAreNotRead(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }
        assertRefused(
                switch (name) {
                    case "graph.pb" -> "expected at most 1024 bytes in graph.pb, found more; make it smaller";
                    case "assets/words.txt" -> "expected at most 65536 bytes in assets/, found more";
                    default -> "expected at most 1048576 bytes in all its files, found more";
                });
    }

    @Test
    void manyFilesCountTogether() throws IOException {
        Files.createDirectories(folder.resolve("assets"));
        for (int i = 0; i < 3; i++) {
            Files.write(folder.resolve("assets/" + i), new byte[30_000]);
        }
        assertRefused("expected at most 65536 bytes in assets/, found more");
    }

    @Test
    void aFileThatGrowsIsCutOffAndAListingWithoutEndIsEnded() {
        assertThatThrownBy(() -> FolderCopy.of(new Endless(1), LIMITS))
                .isInstanceOf(FilesRefused.class)
                .hasMessage("expected at most 1048576 bytes in all its files, found more; make it smaller");
        assertThatThrownBy(() -> FolderCopy.of(new Endless(Long.MAX_VALUE), LIMITS))
                .isInstanceOf(FilesRefused.class)
                .hasMessage("expected at most 100 files and folders, found more; remove what does not belong to it");
    }

    private void assertRefused(String said) {
        assertThatThrownBy(() -> FolderCopy.of(new LocalFolder(folder), LIMITS).close())
                .isInstanceOf(FilesRefused.class)
                .hasMessageContaining(said);
        assertThatThrownBy(() -> FolderReading.read(new LocalFolder(folder), LIMITS, null))
                .isInstanceOf(FilesRefused.class)
                .hasMessageContaining(said);
    }

    /** Files that are said to be empty: one without end, or empty ones without end. */
    private record Endless(long files) implements SourceFolder {
        @Override
        public String location() {
            return "endless";
        }

        @Override
        public Listing open() {
            return new Listing() {
                @Override
                public Iterator<Entry> entries() {
                    return Stream.iterate(1L, i -> i + 1)
                            .limit(files)
                            .map(i -> (Entry) new EndlessFile("f" + i, files == 1))
                            .iterator();
                }

                @Override
                public void close() {}
            };
        }
    }

    private record EndlessFile(String name, boolean grows) implements Entry {
        @Override
        public Status status() {
            return new Status(Kind.FILE, 0);
        }

        @Override
        public InputStream file() {
            return grows ? new Zeros() : InputStream.nullInputStream();
        }

        @Override
        public Listing folder() {
            throw new AssertionError("no folder");
        }
    }

    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            Arrays.fill(into, from, from + length, (byte) 0);
            return length;
        }
    }
}
