package io.leeway.model.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** A folder that is read from, on a file system of any kind. */
public interface SourceFolder {
    /** How messages name it; folders with the same name are the same. */
    String location();

    /** Begins to list it. The caller closes the listing. */
    Listing open() throws IOException;

    /** What a folder holds, in any order; read as it is iterated, where the file system can. */
    interface Listing extends Closeable {
        /** An entry is good until the next one. */
        Iterator<? extends Entry> entries();
    }

    /** What an entry is. */
    enum Kind {
        FILE,
        FOLDER,
        /** A symbolic link, wherever it leads. */
        LINK,
        /** A device, a pipe, a socket: reading one may never end. */
        OTHER
    }

    /** @param bytes how large a file is said to be */
    record Status(Kind kind, long bytes) {}

    /** One name in a folder. No method follows a symbolic link. */
    interface Entry {
        String name();

        Status status() throws IOException;

        InputStream file() throws IOException;

        Listing folder() throws IOException;
    }
}
