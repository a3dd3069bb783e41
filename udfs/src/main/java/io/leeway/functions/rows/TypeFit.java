package io.leeway.functions.rows;

import static org.apache.flink.table.types.logical.LogicalTypeRoot.BIGINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.BINARY;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.BOOLEAN;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.CHAR;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.DECIMAL;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.DOUBLE;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.FLOAT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.INTEGER;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.SMALLINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.TINYINT;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.VARBINARY;
import static org.apache.flink.table.types.logical.LogicalTypeRoot.VARCHAR;

import io.leeway.model.TensorSpec;
import io.leeway.model.TensorType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;

/**
 * Which SQL types go into a tensor and come out of one.
 *
 * <p>In: every number into float32 and float64 whose digits it holds ({@code DOUBLE} and
 * {@code DECIMAL} are rounded to the nearest), whole numbers into int32 and int64 where none can
 * overflow, {@code BOOLEAN} into bool, characters (as UTF-8) and bytes into string. Out: the same
 * the other way round, {@code STRING} and {@code BYTES} without a limit of length. Arrays are
 * nested to the tensor's rank, or flat: row-major, where the shape of a row has at most one unknown
 * dimension.
 */
final class TypeFit {
    private static final Set<LogicalTypeRoot> TEXT = EnumSet.of(CHAR, VARCHAR);
    private static final Set<LogicalTypeRoot> BYTES = EnumSet.of(CHAR, VARCHAR, BINARY, VARBINARY);

    private TypeFit() {}

    /** What is wrong with feeding an input from a column; empty where nothing is. */
    static String input(LogicalType type, TensorSpec tensor, boolean category) {
        LogicalType element = element(type);
        LogicalTypeRoot root = element.getTypeRoot();
        if (tensor.type() == TensorType.OTHER) {
            return "a tensor of this type can't be fed";
        }
        if (category && tensor.type() == TensorType.INT32 && TEXT.contains(root)) {
            return shape(type, tensor);
        }
        if (!intoTensor(tensor.type()).contains(root)) {
            String advice = "declare " + natural(tensor, category).asSummaryString();
            return intoTensor(wider(tensor.type())).contains(root)
                    ? "would lose digits: " + advice
                    : "another type: " + advice;
        }
        return shape(type, tensor);
    }

    /** What is wrong with a column for an output; empty where nothing is. */
    static String output(LogicalType type, TensorSpec tensor) {
        LogicalType element = element(type);
        if (tensor.type() == TensorType.OTHER) {
            return "a tensor of this type can't be fetched";
        }
        if (!outOfTensor(tensor.type()).contains(element.getTypeRoot())) {
            return "another type: declare " + natural(tensor, false).asSummaryString();
        }
        if (BYTES.contains(element.getTypeRoot()) && LogicalTypeChecks.getLength(element) != VarCharType.MAX_LENGTH) {
            return "any length may come: declare " + natural(tensor, false).asSummaryString();
        }
        return shape(type, tensor);
    }

    /** The type that a tensor's column has by default: flat arrays. */
    static LogicalType natural(TensorSpec tensor, boolean category) {
        LogicalType element =
                switch (tensor.type()) {
                    case FLOAT32 -> new FloatType();
                    case FLOAT64 -> new DoubleType();
                    case INT32 -> category ? VarCharType.STRING_TYPE : new IntType();
                    case INT64 -> new BigIntType();
                    case BOOL -> new BooleanType();
                    case STRING -> VarCharType.STRING_TYPE;
                    case OTHER -> new VarBinaryType(VarBinaryType.MAX_LENGTH);
                };
        RowShape shape = RowShape.of(tensor);
        if (shape.mayBeScalar()) {
            return element;
        }
        LogicalType array = element;
        for (int level = 0; level < (shape.mayBeFlat() ? 1 : shape.rank()); level++) {
            array = new ArrayType(array);
        }
        return array;
    }

    static boolean isText(LogicalType type) {
        return TEXT.contains(element(type).getTypeRoot());
    }

    /** The type of the values, whatever arrays are about them. */
    static LogicalType element(LogicalType type) {
        LogicalType element = type;
        while (element instanceof ArrayType array) {
            element = array.getElementType();
        }
        return element;
    }

    /** How many arrays there are one in another. */
    static int depth(LogicalType type) {
        int depth = 0;
        for (LogicalType t = type; t instanceof ArrayType array; t = array.getElementType()) {
            depth++;
        }
        return depth;
    }

    private static String shape(LogicalType type, TensorSpec tensor) {
        RowShape shape = RowShape.of(tensor);
        List<Long> dimensions = tensor.shape();
        if (dimensions != null && dimensions.isEmpty()) {
            return "the tensor has no batch dimension";
        }
        if (dimensions != null && dimensions.get(0) > 1) {
            return "the tensor takes exactly " + dimensions.get(0) + " rows a call; export it with an unknown batch";
        }
        int depth = depth(type);
        boolean fits =
                switch (depth) {
                    case 0 -> shape.mayBeScalar();
                    case 1 -> shape.mayBeFlat() || shape.rank() == 1;
                    default -> shape.rank() == depth || shape.rank() == RowShape.UNKNOWN_RANK;
                };
        return fits ? "" : "another shape: declare " + natural(tensor, false).asSummaryString();
    }

    private static TensorType wider(TensorType type) {
        return switch (type) {
            case INT32 -> TensorType.INT64;
            case FLOAT32, FLOAT64 -> TensorType.OTHER;
            default -> type;
        };
    }

    private static Set<LogicalTypeRoot> intoTensor(TensorType type) {
        return switch (type) {
            case FLOAT32 -> EnumSet.of(FLOAT, DOUBLE, DECIMAL, TINYINT, SMALLINT);
            case FLOAT64 -> EnumSet.of(FLOAT, DOUBLE, DECIMAL, TINYINT, SMALLINT, INTEGER);
            case INT32 -> EnumSet.of(TINYINT, SMALLINT, INTEGER);
            case INT64 -> EnumSet.of(TINYINT, SMALLINT, INTEGER, BIGINT);
            case BOOL -> EnumSet.of(BOOLEAN);
            case STRING -> BYTES;
            // Any whole number, to distinguish lost digits from a type that is no number.
            case OTHER -> EnumSet.of(TINYINT, SMALLINT, INTEGER, BIGINT);
        };
    }

    private static Set<LogicalTypeRoot> outOfTensor(TensorType type) {
        return switch (type) {
            case FLOAT32, FLOAT64 -> EnumSet.of(FLOAT, DOUBLE);
            case INT32 -> EnumSet.of(INTEGER, BIGINT);
            case INT64 -> EnumSet.of(BIGINT);
            case BOOL -> EnumSet.of(BOOLEAN);
            case STRING -> EnumSet.of(VARCHAR, VARBINARY);
            case OTHER -> EnumSet.noneOf(LogicalTypeRoot.class);
        };
    }
}
