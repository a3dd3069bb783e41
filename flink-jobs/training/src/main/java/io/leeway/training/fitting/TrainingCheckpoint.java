package io.leeway.training.fitting;

import io.leeway.training.options.TrainingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state of training after a pass over the rows, so that it can resume after an interruption and
 * end with the same bits. The order of the rows is not in it: it follows from the seed and the
 * number of passes.
 *
 * @param subject SHA-256 of what is trained on what, and how; another subject cannot resume from
 *     here
 * @param loss the best loss on the validation rows
 * @param bestEpoch the pass that had it
 * @param best the network's as they were when the loss was best
 */
record TrainingCheckpoint(
        String subject,
        int epoch,
        long steps,
        double loss,
        int bestEpoch,
        Map<String, float[]> variables,
        Map<String, float[]> moments,
        Map<String, float[]> best) {
    private static final int FORMAT = 0x4C574B31;

    /** Replaces the file atomically. */
    void write(Path file) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            write(new DataOutputStream(bytes));
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new TrainingException(
                    "Expected to keep how far training is in " + file + ", found " + unwritable
                            + "; check the folder's permissions and the disk's free space",
                    unwritable);
        }
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeInt(FORMAT);
        out.writeUTF(subject);
        out.writeInt(epoch);
        out.writeLong(steps);
        out.writeDouble(loss);
        out.writeInt(bestEpoch);
        write(variables, out);
        write(moments, out);
        write(best, out);
        out.writeInt(FORMAT);
    }

    private static void write(Map<String, float[]> values, DataOutputStream out) throws IOException {
        out.writeInt(values.size());
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().length);
            for (float value : entry.getValue()) {
                out.writeFloat(value);
            }
        }
    }

    /**
     * What was left by a training of this subject; empty where none was.
     *
     * @throws TrainingException where the file is of another subject, or not whole
     */
    static Optional<TrainingCheckpoint> find(Path file, String subject) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        TrainingCheckpoint found;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            require(in.readInt() == FORMAT, file, "something else");
            found = new TrainingCheckpoint(
                    in.readUTF(),
                    in.readInt(),
                    in.readLong(),
                    in.readDouble(),
                    in.readInt(),
                    read(in),
                    read(in),
                    read(in));
            require(in.readInt() == FORMAT, file, "one that is damaged");
        } catch (IOException damaged) {
            throw new TrainingException(refusal(file, "one that is damaged"), new UncheckedIOException(damaged));
        }
        require(found.subject().equals(subject), file, "one with other data, options or network");
        return Optional.of(found);
    }

    private static Map<String, float[]> read(DataInputStream in) throws IOException {
        int size = in.readInt();
        Map<String, float[]> values = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String name = in.readUTF();
            float[] numbers = new float[in.readInt()];
            for (int k = 0; k < numbers.length; k++) {
                numbers[k] = in.readFloat();
            }
            values.put(name, numbers);
        }
        return values;
    }

    private static void require(boolean fits, Path file, String found) {
        if (!fits) {
            throw new TrainingException(refusal(file, found));
        }
    }

    private static String refusal(Path file, String found) {
        return "Expected in " + file + " the interrupted training of the same model, found " + found
                + "; give the same data and options to resume, or remove the file to start again";
    }
}
