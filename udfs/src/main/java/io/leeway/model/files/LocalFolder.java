package io.leeway.model.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * A folder of this machine. The path itself may lead through symbolic links, which are followed
 * once, when it is opened; below it none is followed, also where one takes the place of a file or
 * folder while it is read (where Java has a {@link SecureDirectoryStream}, as on Linux).
 */
public record LocalFolder(Path path) implements SourceFolder {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    @Override
    public String location() {
        return path.toString();
    }

    @Override
    public Listing open() throws IOException {
        Path real = path.toRealPath();
        return new LocalListing(real, Files.newDirectoryStream(real));
    }

    private record LocalListing(Path folder, DirectoryStream<Path> stream) implements Listing {
        @Override
        public Iterator<LocalEntry> entries() {
            return StreamSupport.stream(stream.spliterator(), false)
                    .map(path -> new LocalEntry(this, path.getFileName()))
                    .iterator();
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private record LocalEntry(LocalListing in, Path child) implements Entry {
        @Override
        public String name() {
            return child.toString();
        }

        @Override
        public Status status() throws IOException {
            BasicFileAttributes attributes = in.stream() instanceof SecureDirectoryStream<Path> secure
                    ? secure.getFileAttributeView(child, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes()
                    : Files.readAttributes(path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Status(kind(attributes), attributes.size());
        }

        private static Kind kind(BasicFileAttributes attributes) {
            if (attributes.isSymbolicLink()) {
                return Kind.LINK;
            }
            return attributes.isDirectory() ? Kind.FOLDER : attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
        }

        @Override
        public InputStream file() throws IOException {
            return Channels.newInputStream(
                    in.stream() instanceof SecureDirectoryStream<Path> secure
                            ? secure.newByteChannel(child, READ)
                            : Files.newByteChannel(path(), READ));
        }

        @Override
        public Listing folder() throws IOException {
            return new LocalListing(
                    path(),
                    in.stream() instanceof SecureDirectoryStream<Path> secure
                            ? secure.newDirectoryStream(child, LinkOption.NOFOLLOW_LINKS)
                            : Files.newDirectoryStream(path()));
        }

        private Path path() {
            return in.folder().resolve(child);
        }
    }
}
