namespace Etrms.Cli.Calculations;

/// <summary>A kind of vector file, told by its keys and parameters, never by its name.</summary>
internal interface IVectorFamily
{
    /// <summary>What the line of a file calls it.</summary>
    string Name { get; }

    bool Takes(VectorFile file);

    /// <summary>Computes from the file's input and parameters, and compares with what it expects. A missing member may simply throw.</summary>
    void Compare(VectorFile file, VectorFindings findings);
}
